import type { Kysely } from "kysely";

/**
 * Which act says that a key was destroyed, so that texts that cannot be read are explained.
 *
 * What is held is told by the acts alone from now on, which a chain covers: the table beside them could be emptied.
 */
export async function createDestroyedKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("destroyed_keys")
    .addColumn("owner", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("act", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("destroyed_keys_pk", ["owner", "key"])
    .execute();
  await db.schema.dropTable("holds").execute();
}
