import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GROUP_IDS, TENANT_ID } from "../playground/company.ts";
import { startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { activity, BOT_ID, HELPDESK, inHelpdesk, installedIn, pressed, typed } from "./activities.ts";
import { POLICY_FILE } from "./beckon.ts";
import { startConnector } from "./connector.ts";
import { load, median, post, quantile } from "./load.ts";
import { type Server, startServer } from "./server.ts";

const ROUNDS = 7;
const TURNS = 120;
const STARTS = 5;

const folder = await mkdtemp(join(tmpdir(), "beckon-bench-"));
const graph = await startSimulatedGraph();
const connector = await startConnector();
const from = (...given: Parameters<typeof activity> extends [string, ...infer Rest] ? Rest : never) =>
  activity(connector.serviceUrl, ...given);

const startEcho = () => startServer("./echo.ts", {});
const startBeckon = (file: string) =>
  startServer("../src/main.ts", {
    BECKON_PROFILE: "playground",
    PERSON_LIMITS: "off",
    PORT: "0",
    BOT_ID,
    BOT_TENANT_ID: TENANT_ID,
    HELPDESK_CHANNEL_ID: HELPDESK,
    GRAPH_BASE_URL: graph.url,
    DATABASE_FILE: join(folder, file),
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    POLICY_FILE,
  });

const echoTurns = () => Array.from({ length: TURNS }, () => from("sam", typed("hello")));

/** Opens tickets and waits until their cards are out, so that a round measures pickups alone. */
async function pickups({ url }: Server): Promise<object[]> {
  const before = connector.count();
  const requests = Array.from({ length: TURNS }, () =>
    from(
      "sam",
      pressed("send-request", { form: randomUUID(), subject: "vpn", device: "none", urgency: "normal" }),
    ),
  );
  const presses: object[] = [];
  for (const request of requests) {
    const ticket = /BK-\d+/.exec(await post(url, JSON.stringify(request)))?.[0];
    presses.push(
      from("hana", {
        ...inHelpdesk,
        ...pressed("pick-up", { ticket, version: 1, surface: "ticket-channel" }),
      }),
    );
  }
  for (const limit = Date.now() + 20_000; connector.count() < before + 2 * TURNS && Date.now() < limit; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return presses;
}

async function comparePickups(concurrency: number): Promise<void> {
  const [echo, beckon] = [await startEcho(), await startBeckon(`pickups-${concurrency}.sqlite`)];
  for (const who of ["sam", "hana"] as const)
    await post(beckon.url, JSON.stringify(from(who, installedIn({}))));
  await post(beckon.url, JSON.stringify(from("hana", installedIn(inHelpdesk))));
  await load(echo.url, echoTurns(), concurrency);
  await load(beckon.url, await pickups(beckon), concurrency);

  const p50: number[] = [];
  const rate: number[] = [];
  const all = { echo: [] as number[], pickup: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const presses = await pickups(beckon);
    const echoed = await load(echo.url, echoTurns(), concurrency);
    const picked = await load(beckon.url, presses, concurrency);
    p50.push(median(picked.latencies) / median(echoed.latencies));
    rate.push(picked.perSecond / echoed.perSecond);
    all.echo.push(...echoed.latencies);
    all.pickup.push(...picked.latencies);
  }
  await Promise.all([echo.stop(), beckon.stop()]);
  const line = (values: readonly number[]) =>
    `p50 ${median(values).toFixed(2)} ms, p99 ${quantile(values, 0.99).toFixed(2)} ms`;
  console.log(`pickup against echo, ${concurrency} at a time, ${ROUNDS} rounds of ${TURNS}`);
  console.log(`  echo    ${line(all.echo)}`);
  console.log(`  pickup  ${line(all.pickup)}`);
  console.log(`  ratio   p50 ${spread(p50)}; turns per second ${spread(rate)}\n`);
}

const spread = (values: readonly number[]) =>
  `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;

async function firstTurn(start: () => Promise<Server>): Promise<number> {
  const begun = performance.now();
  const server = await start();
  await post(server.url, JSON.stringify(from("sam", typed("status"))));
  const took = performance.now() - begun;
  await server.stop();
  return took;
}

async function compareStarts(): Promise<void> {
  const times = { echo: [] as number[], beckon: [] as number[] };
  for (let i = 0; i < STARTS; i++) {
    times.echo.push(await firstTurn(startEcho));
    times.beckon.push(await firstTurn(() => startBeckon(`start-${i}.sqlite`)));
  }
  const ratios = times.beckon.map((time, i) => time / (times.echo[i] ?? Number.NaN));
  console.log(`start to first answered turn, ${STARTS} starts each`);
  console.log(`  echo    ${median(times.echo).toFixed(0)} ms`);
  console.log(`  beckon  ${median(times.beckon).toFixed(0)} ms`);
  console.log(`  ratio   ${spread(ratios)}`);
}

/** A pickup press over HTTP, and a start to the first answered turn, each paired with a bare echo bot. */
export async function benchAgainstEcho(): Promise<void> {
  try {
    for (const concurrency of [1, 16]) await comparePickups(concurrency);
    await compareStarts();
  } finally {
    connector.close();
    await graph.close();
    await rm(folder, { recursive: true, force: true });
  }
}
