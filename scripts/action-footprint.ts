import { mkdtemp, rm } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { environmentOf, installEverywhere } from "../bench/beckon.ts";
import { startConnector } from "../bench/connector.ts";
import { type Step, session, type Take } from "../bench/session.ts";
import { readCall } from "../src/cli/read-call.ts";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));
/** Milliseconds without a message to Teams after which a step is over. */
const QUIET = 500;

/** The names of the functions that were executed, by file. */
type Footprint = ReadonlyMap<string, readonly string[]>;

const STEPS: readonly Step[] = ["pickup", "ask", "allow", "stop"];

const { values } = await readCall({
  name: "npm run footprint --",
  does: `How many files and functions of src each step of a session executes, from the HTTP request to the last card that it
changed, against the simulated Graph. Counted with V8's precise coverage after one session has warmed the caches.`,
  options: {
    list: {
      value: STEPS.join("|"),
      does: "the functions of one step, by file",
      fits: new RegExp(`^(${STEPS.join("|")})$`),
    },
  },
});
await main(STEPS.find((step) => step === values.list));

async function main(listed: Step | undefined): Promise<void> {
  const footprints = await measure();
  for (const [step, functions] of footprints) {
    const count = [...functions.values()].flat().length;
    console.log(
      `${step.padEnd(8)}${String(functions.size).padStart(4)} files${String(count).padStart(6)} functions`,
    );
    if (step !== listed) continue;
    for (const [file, names] of [...functions].sort())
      console.log(`  ${file} (${names.length}): ${names.join(", ")}`);
  }
}

async function measure(): Promise<ReadonlyMap<Step, Footprint>> {
  // Before the modules are compiled: a function that was inlined while nobody counted is not seen.
  const profiler = new Session();
  profiler.connect();
  await profiler.post("Profiler.enable");
  await profiler.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  const { startBeckon } = await import("../src/compose.ts");
  const { readConfig } = await import("../src/config/config.ts");
  const { silentLog } = await import("../src/telemetry/log.ts");
  const { startSimulatedGraph } = await import("../playground/graph/simulated-graph.ts");
  const folder = await mkdtemp(join(tmpdir(), "beckon-footprint-"));
  const [graph, connector] = await Promise.all([startSimulatedGraph(), startConnector()]);
  const config = readConfig(environmentOf(graph.url, { DATABASE_FILE: join(folder, "beckon.sqlite") }));
  const beckon = await startBeckon(config, { log: silentLog, background: false });
  const url = `${beckon.url}/api/messages`;
  const footprints = new Map<Step, Footprint>();
  const take: Take = async (step, _ticket, shown, send) => {
    await untilQuiet(connector);
    await executed(profiler);
    await send();
    await shown;
    await untilQuiet(connector);
    footprints.set(step, await executed(profiler));
  };
  try {
    await installEverywhere({ url }, connector);
    await session(url, connector, take);
    await session(url, connector, take);
  } finally {
    await beckon.stop();
    connector.close();
    await graph.close();
    await rm(folder, { recursive: true, force: true });
  }
  return footprints;
}

async function untilQuiet(connector: { count(): number }): Promise<void> {
  for (let before = -1; before !== connector.count(); ) {
    before = connector.count();
    await setTimeout(QUIET);
  }
}

/** What was executed since the last call, which resets V8's counters. */
async function executed(profiler: Session): Promise<Footprint> {
  const { result } = await profiler.post("Profiler.takePreciseCoverage");
  const footprint = new Map<string, string[]>();
  for (const { url, functions } of result) {
    if (!url.startsWith("file:")) continue;
    const path = fileURLToPath(url);
    const called = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
    if (!path.startsWith(SOURCE) || called.length === 0) continue;
    footprint.set(
      path.slice(SOURCE.length),
      called.map(({ functionName }) => functionName || "(anonymous)"),
    );
  }
  return footprint;
}
