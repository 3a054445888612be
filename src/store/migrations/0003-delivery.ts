import type { Kysely } from "kysely";

/** Requests of unknown outcome, and which tickets wait until somebody can be reached. */
export async function createDelivery(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("posted_surfaces").addColumn("doubt_until", "bigint").execute();
  await db.schema
    .createTable("waiting_for")
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("ticket", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("waiting_for_pk", ["person", "ticket"])
    .execute();
}
