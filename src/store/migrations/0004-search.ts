import type { Kysely } from "kysely";
import type { StoreDialect } from "../engines/dialect.ts";

type AnySchema = Kysely<unknown>;

/** What searches, diaries and reports read. */
export async function createSearch(db: AnySchema, dialect: StoreDialect): Promise<void> {
  await dialect.words.create(db);
  await db.schema.createIndex("tickets_by_number").unique().on("tickets").column("number").execute();
  await db.schema
    .createTable("people")
    .addColumn("person", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("named_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("sessions")
    .addColumn("ticket", "text", (column) => column.notNull())
    .addColumn("ticket_number", "integer", (column) => column.notNull())
    .addColumn("session", "integer", (column) => column.notNull())
    .addColumn("sharer", "text", (column) => column.notNull())
    .addColumn("helper", "text", (column) => column.notNull())
    .addColumn("device", "text", (column) => column.notNull())
    .addColumn("device_name", "text", (column) => column.notNull())
    .addColumn("device_model", "text", (column) => column.notNull())
    .addColumn("asked_at", "bigint", (column) => column.notNull())
    .addColumn("started_at", "bigint")
    .addColumn("ended_at", "bigint")
    .addColumn("cause", "text")
    .addColumn("levels", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("sessions_pk", ["ticket_number", "session"])
    .execute();
  for (const by of ["sharer", "helper", "device"] as const) {
    await db.schema
      .createIndex(`sessions_by_${by}`)
      .on("sessions")
      .columns([by, "asked_at", "ticket_number", "session"])
      .execute();
  }
  await db.schema.createIndex("sessions_by_moment").on("sessions").column("asked_at").execute();
}
