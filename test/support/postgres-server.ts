import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the PostgreSQL server of this run is; null when there are no binaries for this machine. */
    readonly postgresServer: string | null;
  }
}

/** One server for a whole run; every test file makes its own databases in it. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const server = await startPostgres();
  project.provide("postgresServer", server?.url ?? null);
  if (server !== null) return server.stop;
  process.stderr.write("No PostgreSQL binaries for this machine: tests on PostgreSQL are skipped.\n");
  return undefined;
}
