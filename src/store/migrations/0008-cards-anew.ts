import type { Kysely } from "kysely";

/** Cards that somebody wants anew at the end of their chat, and summaries that did not reach their manager. */
export async function createCardsAnew(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("posted_surfaces")
    .addColumn("wanted_anew", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable("summary_gaps")
    .addColumn("ticket", "text", (column) => column.notNull())
    .addColumn("summary", "text", (column) => column.notNull())
    .addColumn("gap", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("summary_gaps_pk", ["ticket", "summary"])
    .execute();
}
