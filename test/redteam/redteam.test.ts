import { describe, expect, inject, test } from "vitest";
import { runSuite, SHORT, SUITES, type SuiteName } from "../../redteam/run.ts";
import { createDatabase } from "../support/postgres.ts";

const server = inject("postgresServer");
const seed = 20261130;

/** The short form of `npm run redteam`. */
describe("nothing gets through", { timeout: 120_000 }, () => {
  test.each(Object.keys(SUITES) as SuiteName[])("%s", async (name) => {
    const { through, counts } = await runSuite(name, { seed, size: SHORT });
    expect(through).toEqual([]);
    expect(Object.keys(counts)).not.toEqual([]);
  });

  test.runIf(server !== null)("databases, on PostgreSQL", async () => {
    const databaseUrl = await createDatabase(server ?? "");
    expect((await runSuite("databases", { seed, size: SHORT, databaseUrl })).through).toEqual([]);
  });
});
