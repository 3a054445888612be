import { type RawBuilder, sql, type Transaction } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Append, Appended } from "../../ports/ticket-store.ts";
import { type Database, Rollback } from "../database.ts";
import type { Keyring, WrappedKey } from "../keys/person-keys.ts";
import { peopleIn } from "../keys/seal.ts";
import type { Schema } from "../schema.ts";
import { writeSearch } from "../search/write-search.ts";
import { type ChainHead, extend, genesis } from "../trail/chain.ts";
import { writeEvent } from "../trail/event-record.ts";
import { project, type TicketColumns } from "./projection.ts";
import { numberOf } from "./ticket-number.ts";

type Tx = Transaction<Schema>;
/** No moment: nothing equals it. */
const NO_CHECK = -1;
/** What an append finds before it writes. */
interface Before {
  readonly head: ChainHead;
  readonly device: string | null;
}

/**
 * One press, or one stroke of the clock, as one transaction: its id, its events at the expected version, what the
 * ticket has become, the hold on its device. A key that was made for it stays when the rest is taken back: it harms
 * nobody and seals nothing.
 */
export async function append(database: Database, keyring: Keyring, change: Append): Promise<Appended> {
  if (change.events.length === 0 || change.after.version !== change.expectedVersion + change.events.length) {
    throw new Error(`${change.ticket}: the ticket after these events is not the one they lead to`);
  }
  const { keys, unsaved } = await keyring.obtain(peopleIn(change.events), change.ticket);
  const bodies = change.events.map((event) => writeEvent(event, keys));
  try {
    return await database.transaction(async (tx) => {
      await claimPress(tx, change);
      const before = await readBefore(tx, change);
      if (unsaved !== null) await saveTicketKey(tx, change.ticket, unsaved);
      const head = await writeEvents(tx, change, before.head, bodies);
      await writeTicket(tx, change, before.head, head);
      await holdDevice(tx, change, before.device);
      await writeSearch(tx, database.dialect, change);
      return { kind: "appended" };
    });
  } catch (error) {
    if (error instanceof Rollback) return error.outcome as Appended;
    if (database.dialect.isLostRace(error instanceof Error ? error.cause : null)) return { kind: "conflict" };
    throw error;
  }
}

/** A second press with the same id waits here for the first one, and then finds it. */
async function claimPress(tx: Tx, { idempotencyKey: press, ticket, after }: Append): Promise<void> {
  if (press === null) return;
  const claimed = await tx
    .insertInto("presses")
    .values({ press, ticket, at: after.lastAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (claimed.numInsertedOrUpdatedRows === 1n) return;
  const earlier = await tx
    .selectFrom("presses")
    .select("ticket")
    .where("press", "=", press)
    .executeTakeFirstOrThrow();
  throw new Rollback<Appended>({ kind: "already-applied", ticket: ticketId(earlier.ticket) });
}

async function readBefore(tx: Tx, { ticket, expectedVersion }: Append): Promise<Before> {
  const row = await tx
    .selectFrom("tickets")
    .select(["version", "head", "session_device"])
    .where("id", "=", ticket)
    .executeTakeFirst();
  if ((row?.version ?? 0) !== expectedVersion) throw new Rollback<Appended>({ kind: "conflict" });
  return {
    head: { version: expectedVersion, hash: row?.head ?? genesis(ticket) },
    device: row?.session_device ?? null,
  };
}

/** Whoever was faster sealed with another key: what was sealed with this one could never be opened. */
async function saveTicketKey(tx: Tx, ticket: TicketId, key: WrappedKey): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("ticket_keys")
    .values({ ticket, ...key })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new Rollback<Appended>({ kind: "conflict" });
}

/** The key of the table is ticket and version: of two that write the same version, one writes nothing. */
async function writeEvents(
  tx: Tx,
  { ticket, events }: Append,
  before: ChainHead,
  bodies: readonly string[],
): Promise<string> {
  const records = extend(before, bodies);
  const rows = records.map(({ version, body, prevHash, hash }, index) => {
    return { ticket, version, at: events[index]?.at ?? 0, body, prev_hash: prevHash, hash };
  });
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("events")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== BigInt(rows.length)) throw new Rollback<Appended>({ kind: "conflict" });
  return records.at(-1)?.hash ?? before.hash;
}

async function writeTicket(tx: Tx, change: Append, before: ChainHead, head: string): Promise<void> {
  const columns = project(change, head);
  if (before.version === 0) {
    await tx
      .insertInto("tickets")
      .values({ id: change.ticket, number: numberOf(change.ticket), ...columns })
      .execute();
    return;
  }
  const { numUpdatedRows } = await tx
    .updateTable("tickets")
    // What made the cards or a deadline wait may be over with this change, and the others are not to wait for it.
    .set({ ...columns, retry_at: 0, deadline_retry_at: 0, deadline_tries: 0 })
    // A check that somebody is making goes on to be theirs, unless this is its record.
    .set({
      check_retry_at: whileSameCheck(columns, sql.ref("check_retry_at")),
      check_tries: whileSameCheck(columns, sql.ref("check_tries")),
    })
    .where("id", "=", change.ticket)
    .where("version", "=", before.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Rollback<Appended>({ kind: "conflict" });
}

const whileSameCheck = ({ next_check }: TicketColumns, kept: RawBuilder<unknown>) =>
  sql<number>`case when next_check = ${next_check ?? NO_CHECK} then ${kept} else 0 end`;

async function holdDevice(tx: Tx, { ticket, after }: Append, held: string | null): Promise<void> {
  const wanted = after.session?.device.id ?? null;
  if (wanted === held) return;
  if (held !== null) {
    await tx.deleteFrom("device_holds").where("device", "=", held).where("ticket", "=", ticket).execute();
  }
  if (wanted === null) return;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("device_holds")
    .values({ device: wanted, ticket })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new Rollback<Appended>({ kind: "device-busy" });
}
