import { describe, expect, inject, test } from "vitest";
import { CONTROLS } from "../../chaos/controls.ts";
import { runChaos } from "../../chaos/run.ts";
import { createDatabase } from "../support/postgres.ts";

const server = inject("postgresServer");
/** The short form of `npm run chaos`: one place, one seed, a quarter of a minute of storm. */
const SHORT = { seed: 20261124, processes: 2, stories: 12, kills: 2, longest: 12 };

describe("while the connector and Graph fail and processes are killed", () => {
  test("nothing acknowledged is lost, and afterwards every card is true", { timeout: 150_000 }, async () => {
    const place = server === null ? {} : { databaseUrl: await createDatabase(server) };
    const { wrong, counts } = await runChaos({ ...SHORT, ...place });
    expect(wrong).toEqual([]);
    expect(counts.kills).toBeGreaterThan(0);
    expect(counts["presses done"]).toBeGreaterThan(10);
  });
});

test("the checks of the chaos suite notice a lost press, a changed event, a stale card, a second post and too fast a bot", {
  timeout: 120_000,
}, async () => {
  const sabotage: (typeof CONTROLS)[number]["sabotage"] = async (ruins) => {
    for (const control of CONTROLS) await control.sabotage(ruins);
  };
  const calm = { seed: 1, processes: 1, stories: 2, kills: 0, longest: 8, isCalm: true, keepsLimits: true };
  const { wrong } = await runChaos({ ...calm, sabotage });
  for (const { expects } of CONTROLS) expect(wrong).toContainEqual(expect.stringMatching(expects));
});
