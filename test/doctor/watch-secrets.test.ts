import { afterEach, beforeEach, expect, test } from "vitest";
import { GROUP_IDS, TENANT_ID } from "../../playground/company.ts";
import { wordsFor } from "../../src/cards/text/words.ts";
import { readConfig } from "../../src/config/config.ts";
import { watchSecrets } from "../../src/doctor/watch-secrets.ts";
import type { Problem } from "../../src/graph/connection.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { type GraphBench, startGraphBench } from "../support/simulated-graph.ts";

const BOT = "b0000000-0000-4000-8000-0000000000aa";
const NOW = Date.UTC(2026, 11, 1);
const DAY_MS = 24 * 60 * 60 * 1000;
const words = wordsFor({ locale: "en-GB", timeZone: "UTC" });

let bench: GraphBench;
beforeEach(async () => {
  bench = await startGraphBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

const config = readConfig(
  {
    BOT_ID: BOT,
    BOT_TENANT_ID: TENANT_ID,
    SECRET_BOT_PASSWORD: "abc-the-secret",
    HELPDESK_CHANNEL_ID: "19:abc@thread.tacv2",
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    SECRET_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
  },
  () => "{}",
);

/** The secrets of the app registration, by their first letters and the days until they end. */
function register(...secrets: readonly (readonly [hint: string, days: number])[]) {
  const passwordCredentials = secrets.map(([hint, days]) => ({
    hint,
    endDateTime: new Date(NOW + days * DAY_MS).toISOString(),
  }));
  bench.graph.tenant().applications = [{ id: BOT, appId: BOT, passwordCredentials, keyCredentials: [] }];
}

async function warned() {
  const problems: Problem[] = [];
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  const signal = AbortSignal.timeout(5_000);
  const round = (call: string) => ({ call, version: "v1.0", signal, retryPolicy: "interactive" }) as const;
  const tools = () => ({ graph: bench.connection, round });
  const problem = (each: Problem) => void problems.push(each);
  await watchSecrets({ config, clock: { now: () => NOW }, log, tools, problem }).run();
  return {
    names: lines.map((line) => JSON.parse(line)),
    said: problems.map((each) => `${each.heading(words)}: ${each.text(words)}`),
  };
}

test("warns once, 30 days before the secret in use ends", async () => {
  register(["abc", 29]);
  const { names, said } = await warned();
  expect(names).toMatchObject([{ name: "secret.ends", variable: "SECRET_BOT_PASSWORD", days: 29 }]);
  expect(said).toEqual([
    expect.stringMatching(/^SECRET_BOT_PASSWORD ends soon: .*in 29 days.*Make a new one/),
  ]);
});

test.each([
  ["it ends later", [["abc", 31]]],
  [
    "an old one beside it ends",
    [
      ["abc", 200],
      ["xyz", 3],
    ],
  ],
] as const)("is quiet while %s", async (_, secrets) => {
  register(...secrets);
  expect(await warned()).toEqual({ names: [], said: [] });
});

test("the one in use counts, not a newer one that was never given to Beckon", async () => {
  register(["abc", 3], ["xyz", 300]);
  expect((await warned()).names).toMatchObject([{ days: 3 }]);
});

test("is quiet without the permission, which is optional", async () => {
  register(["abc", 3]);
  bench.graph.faults.set({ deny: ["Application.Read.All"] });
  expect((await warned()).said).toEqual([]);
});
