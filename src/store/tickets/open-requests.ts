import type { Append, Appended } from "../../ports/ticket-store.ts";
import { type Database, Rollback, type Tx } from "../database/database.ts";

/**
 * After the change was written. The locks make transactions for one sharer, and by one opener, wait for one another, so
 * that two requests sent at once, also to two processes, are both counted.
 * @throws {Rollback} when the sharer, or who opened it for them, has too many open tickets.
 */
export async function refuseTooManyOpen(
  tx: Tx,
  { dialect }: Database,
  { after, mostOpen, mostForOthers }: Append,
): Promise<void> {
  if (mostOpen === undefined) return;
  const { sharer, openedBy } = after;
  await dialect.lock(tx, `open ${sharer.id}`);
  if ((await countOpen(tx, "sharer", sharer.id, mostOpen)) > mostOpen) {
    throw new Rollback<Appended>({ kind: "too-many-open" });
  }
  if (mostForOthers === undefined || openedBy.id === sharer.id) return;
  await dialect.lock(tx, `opened by ${openedBy.id}`);
  if ((await countOpen(tx, "opened_by", openedBy.id, mostForOthers)) > mostForOthers) {
    throw new Rollback<Appended>({ kind: "too-many-for-others" });
  }
}

/** One more than allowed is enough to know. */
async function countOpen(tx: Tx, by: "sharer" | "opened_by", person: string, most: number): Promise<number> {
  const open = await tx
    .selectFrom("tickets")
    .select("id")
    .where(by, "=", person)
    .where("status", "in", ["open", "claimed"])
    .limit(most + 1)
    .execute();
  return open.length;
}
