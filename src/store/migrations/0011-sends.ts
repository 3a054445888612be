import type { Kysely } from "kysely";

/** How many sends of a card were begun: what was noted by somebody who was overtaken does not count. */
export async function countSends(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("posted_surfaces")
    .addColumn("sends", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
}
