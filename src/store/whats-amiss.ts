import { sql } from "kysely";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { Database } from "./database/database.ts";
import { migrations } from "./database/migrations.ts";

/**
 * Whether the database answers and has exactly the migrations that this Beckon knows: a newer one that was started
 * meanwhile may have added some.
 * @returns what is wrong; null when nothing is. Costs one query.
 */
export async function whatsAmiss(database: Database): Promise<"database" | "migrations" | null> {
  const known = Object.keys(migrations(database.dialect, "production")).sort();
  try {
    const { rows } = await database.query((db) =>
      sql<{ name: string }>`select name from kysely_migration order by name`.execute(db),
    );
    return rows.map(({ name }) => name).join() === known.join() ? null : "migrations";
  } catch (fault) {
    return fault instanceof StoreUnavailable ? "database" : "migrations";
  }
}
