import type { Kysely } from "kysely";

type AnySchema = Kysely<unknown>;

/** What makes the trail evidence: anchors, the record of who read it, keys per ticket, holds; and recurring work. */
export async function createEvidence(db: AnySchema): Promise<void> {
  await chains(db);
  await anchors(db);
  await keys(db);
  await db.schema
    .createTable("schedules")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("cron", "text", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("retry_at", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("lease_by", "text")
    .addColumn("lease_until", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("done_at", "bigint")
    .execute();
}

async function chains(db: AnySchema): Promise<void> {
  await db.schema
    .createTable("chain_heads")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("head", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("audit_acts")
    .addColumn("number", "integer", (column) => column.primaryKey().notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("details", "text")
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("prev_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
}

async function anchors(db: AnySchema): Promise<void> {
  await db.schema
    .createTable("anchors")
    .addColumn("number", "integer", (column) => column.primaryKey().notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("prev_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("posted_at", "bigint")
    .execute();
  await db.schema
    .createTable("anchored_heads")
    .addColumn("ticket", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("head", "text", (column) => column.notNull())
    .addColumn("anchor", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("anchored_heads_pk", ["ticket", "version"])
    .execute();
  await db.schema
    .createIndex("anchored_heads_by_anchor")
    .unique()
    .on("anchored_heads")
    .columns(["anchor", "position"])
    .execute();
}

async function keys(db: AnySchema): Promise<void> {
  await db.schema
    .createTable("ticket_keys")
    .addColumn("ticket", "text", (column) => column.primaryKey().notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("wrapped", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("holds")
    .addColumn("subject", "text", (column) => column.primaryKey().notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("held_by", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
}
