import { expect, test } from "vitest";
import { runSuite, SHORT, type SuiteName } from "../../redteam/run.ts";

const seed = 20261130;

/** The short form of `npm run redteam`. */
test.each<SuiteName>(["bodies", "searches"])(
  "nothing gets through: %s",
  { timeout: 120_000 },
  async (name) => {
    const { through, counts } = await runSuite(name, { seed, size: SHORT });
    expect(through).toEqual([]);
    expect(Object.keys(counts).length).toBeGreaterThan(0);
  },
);
