import { type Kysely, sql } from "kysely";

/** Overdue deadlines are looked for several times a second, among all the tickets there ever were. */
export async function indexDeadlines(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex("tickets_by_deadline")
    .on("tickets")
    .column("next_deadline")
    .where(sql.ref("next_deadline"), "is not", null)
    .execute();
}
