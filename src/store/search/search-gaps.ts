import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import type { Database } from "../database.ts";
import type { Schema } from "../schema.ts";

/** There since the index was complete for the first time. */
const DRAWN = "search-drawn";
const GAP = "search-gap:";

/** What was taken out of the index and has to be put back. Each has a name of its own, so that nobody waits here. */
export type Gap = string;

/** In the transaction that takes something out: whoever dies before it is put back leaves word for the next start. */
export async function openGap(tx: Transaction<Schema>): Promise<void> {
  await tx
    .insertInto("settings")
    .values({ name: `${GAP}${randomUUID()}`, value: "" })
    .execute();
}

export const openGaps = async (database: Database): Promise<readonly Gap[]> =>
  (
    await database.query((db) =>
      db.selectFrom("settings").select("name").where("name", "like", `${GAP}%`).execute(),
    )
  ).map(({ name }) => name);

/** @param gaps that were open before the drawing began: what was taken out meanwhile may have been missed. */
export async function closeGaps(database: Database, gaps: readonly Gap[]): Promise<void> {
  await database.transaction(async (tx) => {
    await tx
      .insertInto("settings")
      .values({ name: DRAWN, value: "" })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (gaps.length > 0) await tx.deleteFrom("settings").where("name", "in", gaps).execute();
  });
}

/** Does the index hold every ticket that can be read? False as well when nobody knows. */
export async function isComplete(database: Database): Promise<boolean> {
  const drawn = await database.query((db) =>
    db.selectFrom("settings").select("name").where("name", "=", DRAWN).executeTakeFirst(),
  );
  return drawn !== undefined && (await openGaps(database)).length === 0;
}
