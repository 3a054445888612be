import { LRUCache } from "lru-cache";
import { evolve } from "../../domain/ticket/evolve.ts";
import { deviceId, type IdempotencyKey, personId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type {
  Append,
  Appended,
  TicketQueries,
  TicketStore,
  TicketSummary,
  TrailEntry,
} from "../../ports/ticket-store.ts";
import { type Database, outcomeOf, Rollback, type Tx } from "../database/database.ts";
import { insertNew, type Placeholders, statement } from "../database/statement.ts";
import { countUp, nextTicketId } from "../events/counters.ts";
import { peopleIn, writeEvent } from "../events/event-record.ts";
import {
  type ChainHead,
  type ChainRecord,
  extend,
  follows,
  genesis,
  TrailBroken,
} from "../events/hash-chain.ts";
import type { Keyring, WrappedKey } from "../events/keyring.ts";
import { openRecords, openStream, readStream, type StoredStream } from "../events/read-stream.ts";
import { findForgery, isHeadSigned, type SignedHead, type Signer, signHead } from "../events/signer.ts";
import { projections } from "../projections/index.ts";
import { refuseTooManyOpen } from "./open-requests.ts";
import { backlog, queueOf, recentHelpers } from "./queue.ts";

/** Tickets whose state is kept in memory. */
const MOST_TICKETS = 500;

interface KnownTicket {
  readonly ticket: Ticket;
  readonly head: SignedHead;
  /** When it was read: `StoredStream.erasures`. */
  readonly erasures: number;
}

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

  async function appliedTo(key: IdempotencyKey): Promise<TicketId | null> {
    const row = await database.query(appliedAction.first, { key });
    return row !== undefined && isApplied(signer, key, row) ? ticketId(row.ticket) : null;
  }

  return {
    read: async (id) => (await load(id))?.ticket ?? null,

    async append(change) {
      const { ticket: id, expectedVersion } = change;
      const cached = kept.get(id);
      const before =
        expectedVersion === 0 ? null : cached?.head.version === expectedVersion ? cached : await load(id);
      if ((before?.head.version ?? 0) !== expectedVersion) {
        const applied = change.idempotencyKey === null ? null : await appliedTo(change.idempotencyKey);
        return applied === null ? CONFLICT : { kind: "already-applied", ticket: applied };
      }
      const result = await append(database, keyring, change, before);
      if (result.kind === "appended") {
        const erasures = before?.erasures ?? newestErasures;
        keep(id, before?.ticket ?? null, { head: result.head, erasures }, result.entries);
      }
      return result.kind === "appended" ? { kind: "appended" } : result;
    },

    durable: () => database.settled(),

    appliedTo,

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

const CONFLICT: Appended = { kind: "conflict" };

type Written =
  | Exclude<Appended, { kind: "appended" }>
  | { readonly kind: "appended"; readonly head: SignedHead; readonly entries: readonly TrailEntry[] };

/**
 * One command as one transaction: its idempotency key, its events at the expected version, and the projections. A new
 * person's key is kept even when the transaction is rolled back; it has sealed nothing then.
 * @param before what a read has found at the expected version; null for a new ticket.
 */
async function append(
  database: Database,
  keyring: Keyring,
  change: Append,
  before: KnownTicket | null,
): Promise<Written> {
  const { ticket, events, after, expectedVersion, idempotencyKey, nextDeadline } = change;
  if (events.length === 0 || after.version !== expectedVersion + events.length) {
    throw new Error(`${ticket}: the ticket after these events is not the one they lead to`);
  }
  const { signer } = keyring;
  const { keys, unsaved } = await keyring.obtain(peopleIn(events), ticket);
  const start = { version: expectedVersion, hash: before?.head.hash ?? genesis(ticket) };
  const bodies = events.map((event, index) => writeEvent(ticket, expectedVersion + index + 1, event, keys));
  const records = extend(start, bodies);
  const head = signHead(signer, "ticket", ticket, records.at(-1) ?? start);
  try {
    return await database.transaction(async (tx) => {
      if (idempotencyKey !== null) await claimKey(tx, signer, idempotencyKey, change);
      if (unsaved !== null) await saveTicketKey(tx, change, unsaved);
      await writeEvents(tx, change, records);
      const device = before?.ticket.session?.device.id ?? null;
      for (const projection of projections(database.dialect)) {
        await projection.append(tx, {
          ticket,
          events,
          after,
          nextDeadline,
          head,
          before: { version: start.version, hash: start.hash, device },
        });
      }
      await refuseTooManyOpen(tx, database, change);
      if (expectedVersion === 0) await countUp(tx, signer, "opened");
      // Opened again, because a text that was stored can differ from the one that was given (lone surrogates).
      return { kind: "appended", head, entries: openRecords(ticket, records, keys) };
    });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    return database.dialect.isSerializationFailure(cause)
      ? { kind: "conflict" }
      : outcomeOf<Exclude<Appended, { kind: "appended" }>>(error);
  }
}

const appliedAction = statement((db, { key }: Placeholders<{ key: string }>) =>
  db.selectFrom("presses").select(["ticket", "mac"]).where("press", "=", key),
);

const isApplied = (signer: Signer, press: string, { ticket, mac }: { ticket: string; mac: string }) =>
  signer.isSigned(mac, "action", press, 0, ticket);

/** A second delivery with the same idempotency key waits here for the first one, and then finds its key. */
async function claimKey(tx: Tx, signer: Signer, press: string, { ticket, after }: Append): Promise<void> {
  const row = { press, ticket, at: after.lastAt, mac: signer.sign("action", press, 0, ticket) };
  if ((await insertNew(tx, "presses", row)) === 1) return;
  const earlier = await appliedAction.first(tx, { key: press });
  if (earlier !== undefined && isApplied(signer, press, earlier)) {
    throw new Rollback<Appended>({ kind: "already-applied", ticket: ticketId(earlier.ticket) });
  }
  // A row that was planted keeps no action, such as a stop, from being applied.
  await tx.updateTable("presses").set(row).where("press", "=", press).execute();
}

/** Conflicts when another process has saved a key for this ticket: the events are sealed with one that is not kept. */
async function saveTicketKey(tx: Tx, { ticket }: Append, { id, wrapped }: WrappedKey): Promise<void> {
  if ((await insertNew(tx, "ticket_keys", { ticket, id, wrapped })) !== 1) throw new Rollback(CONFLICT);
}

/** Optimistic concurrency: ticket and version are the primary key, so one of two writers of a version inserts nothing. */
async function writeEvents(
  tx: Tx,
  { ticket, events }: Append,
  records: readonly ChainRecord[],
): Promise<void> {
  const rows = records.map(({ version, body, prevHash, hash }, index) => {
    return { ticket, version, at: events[index]?.at ?? 0, body, prev_hash: prevHash, hash };
  });
  if ((await insertNew(tx, "events", rows)) !== rows.length) throw new Rollback(CONFLICT);
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
    recentHelpers: (most) => recentHelpers(database, most),

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
