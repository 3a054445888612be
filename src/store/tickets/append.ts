import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { DueTicket } from "../../ports/delivery-store.ts";
import type { Append, Appended, TrailEntry } from "../../ports/ticket-store.ts";
import { type Database, outcomeOf, Rollback, rowsChanged } from "../database/database.ts";
import { newRows } from "../database/statement.ts";
import { countUp } from "../events/counters.ts";
import { peopleIn, writeEvent } from "../events/event-record.ts";
import { type ChainRecord, extend, genesis } from "../events/hash-chain.ts";
import type { Keyring, WrappedKey } from "../events/keyring.ts";
import { openRecords } from "../events/read-stream.ts";
import { type SignedHead, signHead } from "../events/signer.ts";
import { projections } from "../projections/index.ts";
import type { Change, LeasedRow, Write } from "../projections/projection.ts";
import { claiming, takeOver } from "./applied-actions.ts";
import { refuseTooManyOpen } from "./open-requests.ts";

export interface KnownTicket {
  readonly ticket: Ticket;
  readonly head: SignedHead;
  /** When it was read: `StoredStream.erasures`. */
  readonly erasures: number;
}

type NotAppended = Exclude<Appended, { kind: "appended" }>;

export const CONFLICT: NotAppended = { kind: "conflict" };

export type Written =
  | NotAppended
  | {
      readonly kind: "appended";
      readonly head: SignedHead;
      readonly entries: readonly TrailEntry[];
      readonly leased: DueTicket | null;
    };

/**
 * One command as one transaction: its idempotency key, its events at the expected version, and the projections. A new
 * person's key is kept even when the transaction is rolled back; it has sealed nothing then.
 * @param before what a read has found at the expected version; null for a new ticket.
 * @param erasures the newest audit entry that had destroyed keys then.
 */
export async function append(
  database: Database,
  keyring: Keyring,
  change: Append,
  before: KnownTicket | null,
  erasures: number,
): Promise<Written> {
  const { ticket, events, after, expectedVersion, idempotencyKey, nextDeadline } = change;
  if (events.length === 0 || after.version !== expectedVersion + events.length) {
    throw new Error(`${ticket}: the ticket after these events is not the one they lead to`);
  }
  const { signer } = keyring;
  const { keys, unsaved } = await keyring.obtain(peopleIn(events), ticket, erasures);
  const start = { version: expectedVersion, hash: before?.head.hash ?? genesis(ticket) };
  const bodies = events.map((event, index) => writeEvent(ticket, expectedVersion + index + 1, event, keys));
  const records = extend(start, bodies);
  const head = signHead(signer, "ticket", ticket, records.at(-1) ?? start);
  const projected: Change = {
    ticket,
    events,
    after,
    nextDeadline,
    head,
    lease: change.lease ?? null,
    before: { version: start.version, hash: start.hash, ticket: before?.ticket ?? null, erasures },
  };
  const writes: readonly Write[] = [
    ...(idempotencyKey === null ? [] : [{ statement: claiming(signer, idempotencyKey, change) }]),
    ...(unsaved === null ? [] : [savingKey(ticket, unsaved)]),
    writingEvents(change, records),
    ...projections(database.dialect).flatMap((projection) => projection.append(projected)),
  ];
  try {
    const written: Written = await database.transaction(async (tx) => {
      const results = await database.together(tx, writes);
      const changed = results.map(rowsChanged);
      if (idempotencyKey !== null && changed[0] !== 1) await takeOver(tx, signer, idempotencyKey, change);
      for (const [index, { must }] of writes.entries())
        if (must !== undefined && changed[index] !== must.change) throw new Rollback<Appended>(must.else);
      await refuseTooManyOpen(tx, database, change);
      if (expectedVersion === 0) await countUp(tx, signer, "opened");
      // Opened again, because a text that was stored can differ from the one that was given (lone surrogates).
      const row = results[writes.findIndex(({ leases }) => leases)]?.rows[0] as LeasedRow | undefined;
      const entries = openRecords(ticket, records, keys);
      return { kind: "appended", head, entries, leased: leasedBy(row, change) };
    });
    if (unsaved !== null) keyring.keep(ticket, unsaved, erasures);
    return written;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    return database.dialect.isSerializationFailure(cause) ? CONFLICT : outcomeOf<NotAppended>(error);
  }
}

function leasedBy(row: LeasedRow | undefined, { lease, after, nextDeadline }: Append): DueTicket | null {
  if (lease === undefined || row?.lease_by !== lease.worker) return null;
  const deadlineHasCome = nextDeadline !== null && nextDeadline <= lease.at;
  return { ticket: after.id, version: after.version, deadlineHasCome, tries: row.tries };
}

/** Conflicts when another process has saved a key for this ticket: the events are sealed with one that is not kept. */
const savingKey = (ticket: TicketId, { id, wrapped }: WrappedKey): Write => ({
  statement: newRows("ticket_keys", { ticket, id, wrapped }),
  must: { change: 1, else: CONFLICT },
});

/** Optimistic concurrency: ticket and version are the primary key, so one of two writers of a version inserts nothing. */
function writingEvents({ ticket, events }: Append, records: readonly ChainRecord[]): Write {
  const rows = records.map(({ version, body, prevHash, hash }, index) => {
    return { ticket, version, at: events[index]?.at ?? 0, body, prev_hash: prevHash, hash };
  });
  return { statement: newRows("events", rows), must: { change: rows.length, else: CONFLICT } };
}
