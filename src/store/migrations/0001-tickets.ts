import { type Kysely, type RawBuilder, sql } from "kysely";
import type { StoreDialect } from "../engines/dialect.ts";

/** A moment that never comes; the greatest integer that is exact in JavaScript. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Migrations do not know the present schema: it moves on, and they do not. */
type AnySchema = Kysely<unknown>;

export async function createTickets(db: AnySchema, dialect: StoreDialect): Promise<void> {
  await trail(db);
  await tickets(db, dialect);
  await delivery(db);
  await people(db);
}

async function trail(db: AnySchema): Promise<void> {
  await db.schema
    .createTable("events")
    .addColumn("ticket", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("prev_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("events_pk", ["ticket", "version"])
    .execute();
  await db.schema
    .createTable("presses")
    .addColumn("press", "text", (column) => column.primaryKey().notNull())
    .addColumn("ticket", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("counters")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("value", "integer", (column) => column.notNull())
    .execute();
}

async function tickets(db: AnySchema, dialect: StoreDialect): Promise<void> {
  await db.schema
    .createTable("tickets")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("sharer", "text", (column) => column.notNull())
    .addColumn("helper", "text")
    .addColumn("device", "text")
    .addColumn("session_state", "text")
    .addColumn("session_device", "text")
    .addColumn("session_helper", "text")
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("subject_about", "text", (column) => column.notNull())
    .addColumn("opened_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("head", "text", (column) => column.notNull())
    .addColumn("cards_version", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("redraw_wanted", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_deadline", "bigint")
    .addColumn("lease_by", "text")
    .addColumn("lease_until", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("leased_at", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("retry_at", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("due_at", "bigint", (column) => column.generatedAlwaysAs(dueAt(dialect)).stored())
    .execute();
  await db.schema.createIndex("tickets_by_sharer").on("tickets").columns(["sharer", "number"]).execute();
  await db.schema
    .createIndex("tickets_by_helper")
    .on("tickets")
    .columns(["helper", "number"])
    .where(sql.ref("helper"), "is not", null)
    .execute();
  await db.schema
    .createIndex("tickets_in_session")
    .on("tickets")
    .columns(["session_helper", "number"])
    .where(sql.ref("session_helper"), "is not", null)
    .execute();
  await db.schema.createIndex("tickets_due").on("tickets").columns(["due_at", "changed_at"]).execute();
  await db.schema.createIndex("tickets_by_subject_about").on("tickets").column("subject_about").execute();
  await db.schema
    .createTable("device_holds")
    .addColumn("device", "text", (column) => column.primaryKey().notNull())
    .addColumn("ticket", "text", (column) => column.notNull())
    .execute();
}

/**
 * From when on a worker should look at a ticket: for its cards, or for its deadline, and never while it is leased. A
 * retry holds back the cards and a deadline that was looked at already; a deadline that comes later comes on time.
 */
function dueAt(dialect: StoreDialect): RawBuilder<unknown> {
  const [greatest, least, never] = [sql.raw(dialect.greatest), sql.raw(dialect.least), sql.lit(NEVER)];
  return sql`${greatest}(lease_until, ${least}(
    case when cards_version < version then retry_at else ${never} end,
    case when next_deadline is null then ${never}
      when next_deadline <= leased_at then ${greatest}(next_deadline, retry_at)
      else next_deadline end))`;
}

async function delivery(db: AnySchema): Promise<void> {
  await db.schema
    .createTable("posted_surfaces")
    .addColumn("ticket", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("service_url", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("activity_id", "text")
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("posted_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("posted_surfaces_pk", ["ticket", "key"])
    .execute();
}

async function people(db: AnySchema): Promise<void> {
  await db.schema
    .createTable("person_keys")
    .addColumn("person", "text", (column) => column.primaryKey().notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("wrapped", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("contacts")
    .addColumn("person", "text", (column) => column.primaryKey().notNull())
    .addColumn("time_zone", "text")
    .addColumn("locale", "text")
    .addColumn("service_url", "text")
    .addColumn("conversation_id", "text")
    .addColumn("tenant_id", "text")
    .addColumn("blocked", "text")
    .addColumn("seen_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("channels")
    .addColumn("conversation_id", "text", (column) => column.primaryKey().notNull())
    .addColumn("service_url", "text", (column) => column.notNull())
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("seen_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("settings")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
}
