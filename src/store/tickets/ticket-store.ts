import { LRUCache } from "lru-cache";
import { evolve } from "../../domain/ticket/evolve.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { TicketStore, TrailEntry } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import { nextTicketId } from "../events/counters.ts";
import { type ChainHead, follows, TrailBroken } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { openStream, readStream, type StoredStream } from "../events/read-stream.ts";
import { findForgery, isHeadSigned } from "../events/signer.ts";
import { append, CONFLICT, type KnownTicket } from "./append.ts";
import { appliedTo } from "./applied-actions.ts";
import { ticketsAskedOn } from "./tickets-asked-on.ts";

/** Tickets whose state is kept in memory. */
const MOST_TICKETS = 500;

export function createTicketStore(database: Database, keyring: Keyring): TicketStore {
  const { signer } = keyring;
  const kept = new LRUCache<TicketId, KnownTicket>({ max: MOST_TICKETS });
  /** Of any read so far. A new ticket is kept with it: a key that is destroyed later makes it stale. */
  let newestErasures = 0;

  /**
   * One statement, and only the records that this process has not seen.
   * @throws {TrailBroken} @throws {EventUnreadable} so that no command runs on a stream that was tampered with.
   */
  async function load(id: TicketId): Promise<KnownTicket | null> {
    const known = kept.get(id);
    const stream = await readStream(database, id, known?.head.version);
    newestErasures = Math.max(newestErasures, stream.erasures);
    if (known === undefined) return await verified(id, stream);
    if (!continues(known, stream) || stream.head === null) {
      const whole = await verified(id, await readStream(database, id));
      if ((whole?.head.version ?? 0) >= known.head.version) return whole;
      throw new TrailBroken(id, { version: whole?.head.version ?? 0, kind: "rolled-back" });
    }
    if (stream.records.length === 0 && stream.head.mac === known.head.mac) return known;
    if (!isHeadSigned(signer, "ticket", id, stream.head))
      throw new TrailBroken(id, { version: stream.head.version, kind: "unsigned" });
    return keep(id, known.ticket, stream, await openStream(keyring, id, stream.records));
  }

  async function verified(id: TicketId, stream: StoredStream): Promise<KnownTicket | null> {
    const broken = findForgery(signer, "ticket", id, stream.records, stream.head);
    if (broken !== null) throw new TrailBroken(id, broken);
    if (stream.head === null) return null;
    return keep(id, null, stream, await openStream(keyring, id, stream.records));
  }

  function keep(
    id: TicketId,
    before: Ticket | null,
    { head, erasures }: Pick<StoredStream, "head" | "erasures">,
    entries: readonly Pick<TrailEntry, "event">[],
  ): KnownTicket | null {
    const ticket = entries.reduce<Ticket | null>((state, { event }) => evolve(state, id, event), before);
    if (ticket === null || head === null) return null;
    const known = { ticket, head, erasures };
    kept.set(id, known);
    return known;
  }

  return {
    read: async (id) => (await load(id))?.ticket ?? null,

    async append(change) {
      const { ticket: id, expectedVersion } = change;
      const cached = kept.get(id);
      const before =
        expectedVersion === 0 ? null : cached?.head.version === expectedVersion ? cached : await load(id);
      if ((before?.head.version ?? 0) !== expectedVersion) {
        const applied =
          change.idempotencyKey === null ? null : await appliedTo(database, signer, change.idempotencyKey);
        return applied === null ? CONFLICT : { kind: "already-applied", ticket: applied };
      }
      const erasures = before?.erasures ?? newestErasures;
      const result = await append(database, keyring, change, before, erasures);
      if (result.kind === "appended") {
        keep(id, before?.ticket ?? null, { head: result.head, erasures }, result.entries);
      }
      return result.kind === "appended" ? { kind: "appended", leased: result.leased } : result;
    },

    async ticketsAskedOn(helper, sharer, since) {
      const found: Ticket[] = [];
      for (const { ticket, mac, erasures } of await ticketsAskedOn(database, helper, sharer, since)) {
        const known = kept.get(ticket);
        const isNewest = known?.head.mac === mac && known.erasures === erasures;
        const state = isNewest ? known : await load(ticket);
        if (state !== null) found.push(state.ticket);
      }
      return found;
    },

    durable: () => database.settled(),

    appliedTo: (key) => appliedTo(database, signer, key),

    nextTicketId: () => nextTicketId(database, signer),

    /** Also of a stream that was tampered with: what is left of it is evidence. */
    async trail(ticket) {
      const { records } = await readStream(database, ticket);
      return await openStream(keyring, ticket, records);
    },
  };
}

/** True when the stored stream is what is known and what came after it, and no key was destroyed meanwhile. */
function continues(known: KnownTicket, { records, head, erasures }: StoredStream): boolean {
  let last: ChainHead = known.head;
  for (const record of records) {
    if (!follows(record, last)) return false;
    last = record;
  }
  return erasures === known.erasures && head?.version === last.version && head.hash === last.hash;
}
