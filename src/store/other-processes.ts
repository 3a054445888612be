import { sql } from "kysely";
import type { Log } from "../telemetry/log.ts";
import type { Database } from "./database/database.ts";

const LOOK_EVERY = 5_000;

/**
 * Warns once when another process writes into the SQLite file. Nothing is lost, but each waits for the other's lock;
 * PostgreSQL is meant for several processes. SQLite counts the commits of others for each connection
 * (sqlite.org/pragma.html#pragma_data_version).
 *
 * @returns what ends the watch.
 */
export function watchForOthers(database: Database, log: Log, every = LOOK_EVERY): () => void {
  if (database.dialect.name !== "sqlite") return () => {};
  let known: number | null = null;

  async function look(): Promise<void> {
    const { rows } = await database.query((db) =>
      sql<{ data_version: number }>`pragma data_version`.execute(db),
    );
    const version = rows[0]?.data_version ?? null;
    if (known !== null && version !== known) {
      clearInterval(timer);
      log.warn("store.file-shared", {
        remedy: "set DATABASE_URL: PostgreSQL is meant for several processes",
      });
    }
    known = version;
  }
  // Other queries report a store that cannot be read.
  const timer = setInterval(() => void look().catch(() => undefined), every);
  timer.unref();
  void look().catch(() => undefined);
  return () => clearInterval(timer);
}
