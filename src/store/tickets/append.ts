import { ticketId } from "../../domain/ticket/ids.ts";
import type { Append, Appended } from "../../ports/ticket-store.ts";
import { type Database, outcomeOf, Rollback, type Tx } from "../database/database.ts";
import { insertNew } from "../database/rows.ts";
import { writeEvent } from "../events/event-record.ts";
import { extend, genesis } from "../events/hash-chain.ts";
import type { Keyring, WrappedKey } from "../events/keyring.ts";
import { peopleIn } from "../events/seal.ts";
import { projections } from "../projections/index.ts";

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
