import { LRUCache } from "lru-cache";
import { replay } from "../../domain/ticket/evolve.ts";
import { type PersonId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { TicketStore } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import { type ChainRecord, findBreak, TrailBroken } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { openStream, readStream } from "../events/read-stream.ts";
import type { PersonKeys } from "../events/seal.ts";
import { nextTicketId } from "../events/ticket-number.ts";
import { append } from "./append.ts";

/** Replayed tickets kept in memory: one action reads its ticket several times within a second. */
const MOST_REPLAYED = 500;

interface Replayed {
  /** Hash of the newest event: it covers all before it. */
  readonly head: string;
  readonly people: ReadonlySet<PersonId>;
  /** Ids of the keys that opened it. */
  readonly keys: string;
  readonly ticket: Ticket | null;
}

export function createTicketStore(database: Database, keyring: Keyring): TicketStore {
  const kept = new LRUCache<TicketId, Replayed>({ max: MOST_REPLAYED });

  /** The keys are looked up each time, so that a person whom any process erased is erased here too. */
  async function fromCache(id: TicketId, head: string): Promise<Replayed | null> {
    const replayed = kept.get(id);
    if (replayed?.head !== head) return null;
    const keys = (await keyring.find(replayed.people, [id]))(id);
    return replayed.keys === keyIds(replayed.people, keys) ? replayed : null;
  }

  /** @param records a stream whose hash chain is whole. @throws {EventUnreadable} */
  async function replayed(id: TicketId, records: readonly ChainRecord[]): Promise<Ticket | null> {
    const head = records.at(-1)?.hash;
    if (head === undefined) return null;
    const known = await fromCache(id, head);
    if (known !== null) return known.ticket;
    const { entries, people, keys } = await openStream(keyring, id, records);
    const events = entries.map(({ event }) => event);
    const ticket = replay(id, events);
    kept.set(id, { head, people, keys: keyIds(people, keys), ticket });
    return ticket;
  }

  return {
    /** @throws {TrailBroken} @throws {EventUnreadable} so that no command runs on a stream that was tampered with. */
    async read(ticket) {
      const { records, head } = await readStream(database, ticket);
      const broken = findBreak(ticket, records, head);
      if (broken !== null) throw new TrailBroken(ticket, broken);
      return await replayed(ticket, records);
    },

    append: (change) => append(database, keyring, change),

    durable: () => database.settled(),

    async appliedTo(press) {
      const row = await database.query((db) =>
        db.selectFrom("presses").select("ticket").where("press", "=", press).executeTakeFirst(),
      );
      return row === undefined ? null : ticketId(row.ticket);
    },

    nextTicketId: () => nextTicketId(database),

    /** Also of a stream that was tampered with: what is left of it is evidence. */
    async trail(ticket) {
      const { records } = await readStream(database, ticket);
      return (await openStream(keyring, ticket, records)).entries;
    },
  };
}

const keyIds = (people: ReadonlySet<PersonId>, keys: PersonKeys): string =>
  [...people].map((person) => keys.get(person)?.id ?? "none").join(" ");
