import { DEVICE_IDS, GROUP_IDS, PEOPLE_IDS } from "../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { judge } from "../src/domain/eligibility/judge.ts";
import { DEFAULT_ELIGIBILITY_POLICY } from "../src/domain/eligibility/policy.ts";
import { deviceId, personId } from "../src/domain/ticket/ids.ts";
import { LEVELS } from "../src/domain/ticket/level.ts";
import { connectGraph } from "../src/graph/connection.ts";
import { createGraphDirectory } from "../src/graph/graph-directory.ts";
import { systemClock } from "../src/ports/clock.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { median } from "./load.ts";

const GRAPH_MS = 20;
const ASKS = 60;
const VERDICTS = 20_000;

const about = {
  sharer: personId(PEOPLE_IDS.sam),
  device: deviceId(DEVICE_IDS.samLaptop),
  helper: personId(PEOPLE_IDS.hana),
};

/**
 * What an ask costs: requests to Graph, time over the slowest single answer of Graph (the floor is one round trip),
 * and the verdict itself. Graph is simulated and answers after 20 ms, so that the network of the day plays no part.
 */
export async function eligibilityBench(): Promise<void> {
  const graph = await startSimulatedGraph();
  try {
    const directory = directoryAt(graph);
    await directory.facts(about); // the first one opens the connection
    const colds: number[] = [];
    const warms: number[] = [];
    const singles: number[] = [];
    graph.faults.set({ slowMs: GRAPH_MS });
    const cold = directoryAt(graph);
    graph.forgetRequests();
    colds.push(await took(() => cold.facts(about)));
    const coldRequests = graph.requests().length;
    for (let round = 0; round < ASKS; round++) {
      warms.push(await took(() => directory.facts(about)));
      singles.push(await took(() => directory.managerOf(about.helper)));
      colds.push(await took(() => directoryAt(graph).facts(about)));
    }
    graph.forgetRequests();
    const facts = await directory.facts(about);
    const warmRequests = graph.requests().length;

    const single = median(singles);
    const overSingle = median(warms.map((warm, round) => warm - (singles[round] ?? single)));
    console.log(`\nEligibility: one ask, Graph simulated with ${GRAPH_MS} ms an answer, ${ASKS} rounds`);
    console.log(`  requests to Graph     cold ${coldRequests}, warm ${warmRequests}`);
    console.log(`  one answer of Graph   ${ms(single)}`);
    console.log(`  an ask, warm          ${ms(median(warms))}, ${ms(overSingle)} over one answer`);
    console.log(`  an ask, cold          ${ms(median(colds))}, two answers one after another`);
    console.log(`  judge()               ${cpuOf(facts).toFixed(1)} µs of CPU a verdict`);
  } finally {
    await graph.close();
  }
}

const directoryAt = (graph: SimulatedGraph) =>
  createGraphDirectory({
    graph: connectGraph({ baseUrl: graph.url, credential: null, clock: systemClock, log: silentLog }),
    helpersGroupId: GROUP_IDS.helpers,
    leadsGroupId: GROUP_IDS.leads,
  });

async function took(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function cpuOf(facts: Parameters<typeof judge>[0]): number {
  const run = () => {
    for (let i = 0; i < VERDICTS; i++)
      judge(facts, DEFAULT_ELIGIBILITY_POLICY, LEVELS[i % LEVELS.length] ?? "view");
  };
  run(); // warm
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / VERDICTS;
}

const ms = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;

if (import.meta.main) await eligibilityBench();
