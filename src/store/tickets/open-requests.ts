import type { Append, Appended } from "../../ports/ticket-store.ts";
import { type Database, Rollback, type Tx } from "../database/database.ts";

/**
 * After the change was written. The lock makes transactions for one sharer wait for one another, so that two requests
 * sent at once, also to two processes, are both counted.
 * @throws {Rollback} when the sharer has too many open tickets.
 */
export async function refuseTooManyOpen(
  tx: Tx,
  { dialect }: Database,
  { after, mostOpen }: Append,
): Promise<void> {
  if (mostOpen === undefined) return;
  const sharer = after.sharer.id;
  await dialect.lock(tx, `open ${sharer}`);
  const open = await tx
    .selectFrom("tickets")
    .select("id")
    .where("sharer", "=", sharer)
    .where("status", "in", ["open", "claimed"])
    .limit(mostOpen + 1)
    .execute();
  if (open.length > mostOpen) throw new Rollback<Appended>({ kind: "too-many-open" });
}
