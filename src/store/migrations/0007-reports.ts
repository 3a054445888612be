import { type Kysely, sql } from "kysely";

/**
 * Events by their moment, without the checks of running sessions: those are most of the trail, and no report counts
 * them. And the reports that went out.
 */
export async function createReports(db: Kysely<unknown>): Promise<void> {
  await sql`create index events_told on events (at) where body not like '%"type":"SessionVerified"%'`.execute(
    db,
  );
  await db.schema
    .createTable("sent_reports")
    .addColumn("report", "text", (column) => column.notNull())
    .addColumn("recipient", "text", (column) => column.notNull())
    .addColumn("period", "text", (column) => column.notNull())
    .addColumn("claimed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("sent_reports_pk", ["report", "recipient", "period"])
    .execute();
}
