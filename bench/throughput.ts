import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { createDatabase, startPostgres } from "../test/support/postgres.ts";
import { activity, inHelpdesk, pressed } from "./activities.ts";
import { installEverywhere, startBeckon } from "./beckon.ts";
import { type Connector, startConnector } from "./connector.ts";
import { load, median, post } from "./load.ts";
import type { Server } from "./server.ts";

const ROUNDS = 3;
const TURNS = 48;
const AT_ONCE = 16;
const QUIET_WITHIN = 20_000;

/** Pickups per second and the bots' CPU time for each, with all of its cards; the databases' own is not in it. */
export async function throughputBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-throughput-"));
  const [graph, connector, postgres] = await Promise.all([
    startSimulatedGraph(),
    startConnector(),
    startPostgres(),
  ]);
  try {
    console.log(`\nPickups, ${AT_ONCE} at a time, ${ROUNDS} rounds of ${TURNS}`);
    await measure("SQLite, 1 process", 1, graph.url, { DATABASE_FILE: join(folder, "db.sqlite") }, connector);
    if (postgres === null) return console.log("  no PostgreSQL for this machine");
    for (const processes of [1, 2, 4]) {
      const database = { DATABASE_URL: await createDatabase(postgres.url) };
      await measure(`PostgreSQL (no fsync), ${processes}`, processes, graph.url, database, connector);
    }
  } finally {
    await postgres?.stop();
    connector.close();
    await graph.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  name: string,
  processes: number,
  graphUrl: string,
  database: NodeJS.ProcessEnv,
  connector: Connector,
): Promise<void> {
  const bots: Server[] = [];
  for (let i = 0; i < processes; i++) bots.push(await startBeckon(graphUrl, database));
  const [first] = bots;
  if (first === undefined) return;
  await installEverywhere(first, connector);
  const rates: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const presses = await openTickets(bots, connector);
    const before = { cards: connector.count(), cpu: cpuOf(bots), at: performance.now() };
    await Promise.all(bots.map(({ url }, i) => load(url, presses[i] ?? [], AT_ONCE / processes)));
    const took = performance.now() - before.at;
    await cards(connector, before.cards + 3 * TURNS);
    if (round === 0) continue; // the first one warms up
    rates.push((TURNS * 1000) / took);
    costs.push((cpuOf(bots) - before.cpu) / TURNS);
  }
  await Promise.all(bots.map((bot) => bot.stop()));
  console.log(
    `  ${name.padEnd(26)} ${median(rates).toFixed(0)} per second (${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)}), CPU ${median(costs).toFixed(1)} ms a turn`,
  );
}

const cpuOf = (bots: readonly Server[]): number =>
  bots.reduce((sum, bot) => sum + (bot.cpu() ?? Number.NaN), 0);

/** New tickets whose cards are out; a list of presses for each bot. */
async function openTickets(bots: readonly Server[], connector: Connector): Promise<object[][]> {
  const before = connector.count();
  const presses: object[][] = bots.map(() => []);
  for (let turn = 0; turn < TURNS; turn++) {
    const bot = turn % bots.length;
    const form = { form: randomUUID(), subject: "vpn", device: "none", urgency: "normal" };
    const request = activity(connector.serviceUrl, "sam", pressed("send-request", form));
    const ticket = /BK-\d+/.exec(await post(bots[bot]?.url ?? "", JSON.stringify(request)))?.[0];
    const pickUp = pressed("pick-up", { ticket, version: 1, surface: "ticket-channel" });
    presses[bot]?.push(activity(connector.serviceUrl, "hana", { ...inHelpdesk, ...pickUp }));
  }
  await cards(connector, before + 2 * TURNS);
  return presses;
}

async function cards(connector: Connector, count: number): Promise<void> {
  for (const limit = Date.now() + QUIET_WITHIN; connector.count() < count && Date.now() < limit; )
    await wait(10);
}
