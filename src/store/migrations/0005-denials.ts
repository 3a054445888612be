import { type Kysely, sql } from "kysely";

/**
 * Refused asks by their moment, and nothing else of the trail: a review reads few of many events, and a press pays for
 * one comparison. Texts of people are sealed, so that no body holds these words by chance.
 */
export async function indexDenials(db: Kysely<unknown>): Promise<void> {
  await sql`create index events_denied on events (at) where body like '%"type":"EligibilityDenied"%'`.execute(
    db,
  );
  await db.schema.createIndex("tickets_by_opening").on("tickets").column("opened_at").execute();
}
