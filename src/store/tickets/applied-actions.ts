import { type IdempotencyKey, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Append, Appended } from "../../ports/ticket-store.ts";
import { type Database, Rollback, type Tx } from "../database/database.ts";
import { type Filled, newRows, type Placeholders, statement } from "../database/statement.ts";
import type { Signer } from "../events/signer.ts";

/** The ticket that an idempotency key was applied to; null when it was not. */
export async function appliedTo(
  database: Database,
  signer: Signer,
  key: IdempotencyKey,
): Promise<TicketId | null> {
  const row = await database.query(appliedAction.first, { key });
  return row !== undefined && isApplied(signer, key, row) ? ticketId(row.ticket) : null;
}

const appliedAction = statement((db, { key }: Placeholders<{ key: string }>) =>
  db.selectFrom("presses").select(["ticket", "mac"]).where("press", "=", key),
);

const isApplied = (signer: Signer, press: string, { ticket, mac }: { ticket: string; mac: string }) =>
  signer.isSigned(mac, "action", press, 0, ticket);

const actionRow = (signer: Signer, press: string, { ticket, after }: Append) => {
  return { press, ticket, at: after.lastAt, mac: signer.sign("action", press, 0, ticket) };
};

/** A second delivery with the same idempotency key waits here for the first one, and then inserts nothing. */
export const claiming = (signer: Signer, press: string, change: Append): Filled =>
  newRows("presses", actionRow(signer, press, change));

/** The key is in the store: its action was applied, or the row was planted, which keeps no action, such as a stop, from it. */
export async function takeOver(tx: Tx, signer: Signer, press: string, change: Append): Promise<void> {
  const earlier = await appliedAction.first(tx, { key: press });
  if (earlier !== undefined && isApplied(signer, press, earlier)) {
    throw new Rollback<Appended>({ kind: "already-applied", ticket: ticketId(earlier.ticket) });
  }
  const row = actionRow(signer, press, change);
  await tx.updateTable("presses").set(row).where("press", "=", press).execute();
}
