import { LRUCache } from "lru-cache";
import { replay } from "../../domain/ticket/evolve.ts";
import { deviceId, personId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type {
  Append,
  Appended,
  TicketQueries,
  TicketStore,
  TicketSummary,
} from "../../ports/ticket-store.ts";
import { type Database, insertNew, outcomeOf, Rollback, type Tx } from "../database/database.ts";
import { peopleIn, writeEvent } from "../events/event-record.ts";
import { extend, findBreak, genesis, TrailBroken } from "../events/hash-chain.ts";
import type { Keyring, WrappedKey } from "../events/keyring.ts";
import { nextTicketId, openStream, readStream } from "../events/read-stream.ts";
import { projections } from "../projections/index.ts";
import { backlog, queueOf } from "./queue.ts";

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

const CONFLICT: Appended = { kind: "conflict" };

/**
 * One command as one transaction: its idempotency key, its events at the expected version, and the projections. A new
 * person's key is kept even when the transaction is rolled back; it has sealed nothing then.
 * @param known what a read has found at the expected version.
 */
export async function append(
  database: Database,
  keyring: Keyring,
  change: Append,
  known: Before | null,
): Promise<Appended> {
  const { ticket, events, after, expectedVersion, idempotencyKey, nextDeadline } = change;
  if (events.length === 0 || after.version !== expectedVersion + events.length) {
    throw new Error(`${ticket}: the ticket after these events is not the one they lead to`);
  }
  const { keys, unsaved } = await keyring.obtain(peopleIn(events), ticket);
  const bodies = events.map((event) => writeEvent(event, keys));
  try {
    return await database.transaction(async (tx) => {
      if (idempotencyKey !== null) await claimKey(tx, idempotencyKey, change);
      const { head: headBefore, device } = known ?? (await readBefore(tx, change));
      if (unsaved !== null) await saveTicketKey(tx, change, unsaved);
      const head = await writeEvents(tx, change, headBefore, bodies);
      const before = { version: expectedVersion, device };
      for (const projection of projections(database.dialect)) {
        await projection.append(tx, { ticket, events, after, nextDeadline, head, before });
      }
      return { kind: "appended" };
    });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    return database.dialect.isSerializationFailure(cause) ? CONFLICT : outcomeOf<Appended>(error);
  }
}

/** The ticket at the expected version: the hash of its newest event, and the device that its session locks. */
export interface Before {
  readonly head: string;
  readonly device: string | null;
}

async function readBefore(tx: Tx, { ticket, expectedVersion }: Append): Promise<Before> {
  if (expectedVersion === 0) return { head: genesis(ticket), device: null };
  const row = await tx
    .selectFrom("tickets")
    .select(["version", "head", "session_device"])
    .where("id", "=", ticket)
    .executeTakeFirst();
  if (row?.version !== expectedVersion) throw new Rollback(CONFLICT);
  return { head: row.head, device: row.session_device };
}

/** A second delivery with the same idempotency key waits here for the first one, and then finds its key. */
async function claimKey(tx: Tx, press: string, { ticket, after }: Append): Promise<void> {
  if ((await insertNew(tx, "presses", { press, ticket, at: after.lastAt })) === 1) return;
  const earlier = await tx
    .selectFrom("presses")
    .select("ticket")
    .where("press", "=", press)
    .executeTakeFirstOrThrow();
  throw new Rollback<Appended>({ kind: "already-applied", ticket: ticketId(earlier.ticket) });
}

/** Conflicts when another process has saved a key for this ticket: the events are sealed with one that is not kept. */
async function saveTicketKey(tx: Tx, { ticket }: Append, { id, wrapped }: WrappedKey): Promise<void> {
  if ((await insertNew(tx, "ticket_keys", { ticket, id, wrapped })) !== 1) throw new Rollback(CONFLICT);
}

/** Optimistic concurrency: ticket and version are the primary key, so one of two writers of a version inserts nothing. */
async function writeEvents(
  tx: Tx,
  { ticket, events, expectedVersion }: Append,
  headBefore: string,
  bodies: readonly string[],
): Promise<string> {
  const records = extend({ version: expectedVersion, hash: headBefore }, bodies);
  const rows = records.map(({ version, body, prevHash, hash }, index) => {
    return { ticket, version, at: events[index]?.at ?? 0, body, prev_hash: prevHash, hash };
  });
  if ((await insertNew(tx, "events", rows)) !== rows.length) throw new Rollback(CONFLICT);
  return records.at(-1)?.hash ?? headBefore;
}

export function createTicketQueries(database: Database): TicketQueries {
  type Query = ReturnType<typeof summaries>;
  const summaries = (db: Parameters<Parameters<Database["query"]>[0]>[0]) =>
    db
      .selectFrom("tickets")
      .select(["id", "status", "subject", "sharer", "helper", "device", "opened_at", "changed_at"]);
  const find = async (where: (query: Query) => Query): Promise<TicketSummary[]> => {
    const rows = await database.query((db) => where(summaries(db)).execute());
    return rows.map((row) => ({
      id: ticketId(row.id),
      status: row.status,
      subject: row.subject,
      sharer: personId(row.sharer),
      helper: row.helper === null ? null : personId(row.helper),
      device: row.device === null ? null : deviceId(row.device),
      openedAt: row.opened_at,
      changedAt: row.changed_at,
    }));
  };

  return {
    openTicketsOf: (sharer) =>
      find((tickets) =>
        tickets
          .where("sharer", "=", sharer)
          .where("status", "in", ["open", "claimed"])
          .orderBy("number", "desc"),
      ),

    ticketsOf: (sharer, limit) =>
      find((tickets) => tickets.where("sharer", "=", sharer).orderBy("number", "desc").limit(limit)),

    heldBy: (helper) => find((tickets) => tickets.where("helper", "=", helper).orderBy("number")),

    sessionsWith: (person) =>
      find((tickets) =>
        tickets
          .where("session_state", "is not", null)
          .where((row) => row.or([row("sharer", "=", person), row("session_helper", "=", person)]))
          .orderBy("number"),
      ),

    backlog: () => backlog(database),
    queueOf: (helper, page) => queueOf(database, helper, page),

    async runningSessions() {
      const rows = await database.query((db) =>
        db
          .selectFrom("tickets")
          .select(["id", "sharer", "session_helper"])
          .where("session_helper", "is not", null)
          .orderBy("number")
          .execute(),
      );
      return rows.map(({ id, sharer, session_helper: helper }) => ({
        ticket: ticketId(id),
        sharer: personId(sharer),
        helper: personId(helper ?? ""),
      }));
    },
  };
}
