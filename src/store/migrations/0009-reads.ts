import { type Kysely, sql } from "kysely";

/** Which ticket's story an act was the reading of, so that its sharer can be told who read it. */
export async function createReads(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("audit_acts").addColumn("ticket", "text").execute();
  await db.schema
    .createIndex("audit_acts_by_ticket")
    .on("audit_acts")
    .columns(["ticket", "number"])
    .where(sql.ref("ticket"), "is not", null)
    .execute();
}
