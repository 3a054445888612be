import { LRUCache } from "lru-cache";
import { replay } from "../../domain/ticket/evolve.ts";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { TicketStore } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import { findBreak, TrailBroken } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { openStream, readStream } from "../events/read-stream.ts";
import { nextTicketId } from "../events/ticket-number.ts";
import { append } from "./append.ts";

/** Replayed tickets kept in memory: one action reads its ticket several times within a second. */
const MOST_TICKETS = 500;

interface CachedTicket {
  readonly ticket: Ticket;
  /** Hash of the newest event: it covers all before it. */
  readonly head: string;
  readonly auditEntries: number;
}

export function createTicketStore(database: Database, keyring: Keyring): TicketStore {
  const kept = new LRUCache<TicketId, CachedTicket>({ max: MOST_TICKETS });

  return {
    /** @throws {TrailBroken} @throws {EventUnreadable} so that no command runs on a stream that was tampered with. */
    async read(id) {
      const { records, head, auditEntries } = await readStream(database, id);
      const broken = findBreak(id, records, head);
      if (broken !== null) throw new TrailBroken(id, broken);
      if (head === null) return null;
      const known = kept.get(id);
      // The audit log grows with every key that is destroyed: an erased person is never read from memory.
      if (known?.head === head.hash && known.auditEntries === auditEntries) return known.ticket;
      const events = (await openStream(keyring, id, records)).map(({ event }) => event);
      const ticket = replay(id, events);
      if (ticket !== null) kept.set(id, { ticket, head: head.hash, auditEntries });
      return ticket;
    },

    append(change) {
      const known = kept.get(change.ticket);
      if (known?.ticket.version !== change.expectedVersion) return append(database, keyring, change, null);
      const device = known.ticket.session?.device.id ?? null;
      return append(database, keyring, change, { head: known.head, device });
    },

    durable: () => database.settled(),

    async appliedTo(key) {
      const row = await database.query((db) =>
        db.selectFrom("presses").select("ticket").where("press", "=", key).executeTakeFirst(),
      );
      return row === undefined ? null : ticketId(row.ticket);
    },

    nextTicketId: () => nextTicketId(database),

    /** Also of a stream that was tampered with: what is left of it is evidence. */
    async trail(ticket) {
      const { records } = await readStream(database, ticket);
      return await openStream(keyring, ticket, records);
    },
  };
}
