import { readFileSync } from "node:fs";
import { sql } from "kysely";
import type { Filled } from "./filled-stores.ts";

const NANOSECONDS_PER_MS = 1e6;

/**
 * Milliseconds of processor time that this process and the server's processes for this database have used: on a shared
 * machine the clock measures others too. The server has to run on this machine.
 */
export async function processorTime({ database, engine }: Filled): Promise<() => number> {
  const own = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  if (engine === "sqlite") return own;
  const { rows } = await database.query((db) =>
    sql<{ pid: number }>`select pid from pg_stat_activity where datname = current_database()`.execute(db),
  );
  const files = rows.map(({ pid }) => `/proc/${pid}/schedstat`);
  const ofServer = () =>
    files.reduce((sum, file) => sum + Number(readFileSync(file, "utf8").split(" ")[0]), 0);
  return () => own() + ofServer() / NANOSECONDS_PER_MS;
}
