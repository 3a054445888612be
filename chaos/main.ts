/**
 * `npm run chaos`: runs the real bot while its neighbours fail and its processes are killed, and checks that nothing was
 * lost; then the controls, which check the checks.
 */
import { appendFileSync } from "node:fs";
import { NUMBER } from "../src/cli/command-line.ts";
import { readCall } from "../src/cli/read-call.ts";
import { createDatabase, startPostgres } from "../test/support/postgres.ts";
import { runControls } from "./controls.ts";
import { belowFloors, type Coverage, describeCoverage, LONG_RUN, mergeCoverage } from "./coverage.ts";
import { PROFILES, type ProfileName } from "./profiles.ts";
import { runChaos } from "./run.ts";

const PLACES = [
  { name: "sqlite", processes: 1, onPostgres: false },
  { name: "sqlite-2", processes: 2, onPostgres: false },
  { name: "sqlite-limits", processes: 1, onPostgres: false, keepsLimits: true },
  { name: "postgres-2", processes: 2, onPostgres: true },
  { name: "postgres-4", processes: 4, onPostgres: true },
];
/** Requests from which on a run has to reach everything. */
const LONG = 100;
const profiles = Object.keys(PROFILES).join("|");
const places = [...PLACES.map(({ name }) => name), "none"].join("|");

const { values } = await readCall({
  name: "npm run chaos --",
  does: "Runs the real bot among failing neighbours, kills it, and checks that nothing was lost. Prints its seed.",
  options: {
    seed: { value: "N", does: "repeats the choices of a run", fits: NUMBER },
    on: { value: places, does: "only this place, without controls", fits: new RegExp(`^(${places})$`) },
    stories: { value: "N", does: "stories in each place", fits: NUMBER, default: "120" },
    kills: { value: "N", does: "how often a process is killed", fits: NUMBER, default: "6" },
    pauses: { value: "N", does: "how often a process is suspended", fits: NUMBER, default: "2" },
    seconds: { value: "N", does: "the longest run", fits: NUMBER, default: "120" },
    people: {
      value: profiles,
      does: "who takes part and how they behave",
      fits: new RegExp(`^(${profiles})$`),
      default: "mixed",
    },
    log: { value: "FILE", does: "keeps what the bots logged, to look into a finding" },
    controls: { does: "runs the controls too: injected damage that has to be found" },
    seeds: { value: "N", does: "runs the controls for so many seeds", fits: NUMBER, default: "1" },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_007);
const size = {
  stories: Number(values.stories),
  kills: Number(values.kills),
  pauses: Number(values.pauses),
  longest: Number(values.seconds),
};
const profile = values.people as ProfileName;
let failed = false;

function fail(what: string): void {
  console.log(`  WRONG ${what}`);
  failed = true;
}

console.log(`seed ${seed}`);
const chosen = PLACES.filter(({ name }) => values.on === undefined || values.on === name);
const server = chosen.some(({ onPostgres }) => onPostgres) ? await startPostgres() : null;
try {
  for (const { name, processes, onPostgres, keepsLimits = false } of chosen) {
    if (onPostgres && server === null) {
      console.log(`${name}: no PostgreSQL for this machine`);
      continue;
    }
    const place = onPostgres && server !== null ? { databaseUrl: await createDatabase(server.url) } : {};
    const run = await runChaos({ seed, processes, profile, keepsLimits, ...size, ...place });
    const counts = Object.entries(run.counts).map(([what, count]) => `${what} ${count}`);
    console.log(`${name}: ${counts.join(", ")}`);
    for (const line of describeCoverage(run.coverage)) console.log(`  ${line}`);
    const unreached = (run.counts.tickets ?? 0) < LONG ? [] : belowFloors(run.coverage, LONG_RUN);
    for (const each of [...run.wrong, ...unreached]) fail(each);
    if (values.log !== undefined)
      appendFileSync(
        values.log,
        run.log.map((line) => `${JSON.stringify({ place: name, ...line })}\n`).join(""),
      );
  }
  const reached: Coverage[] = [];
  const seeds = values.controls || values.on === undefined ? Number(values.seeds) : 0;
  for (let i = 0; i < seeds; i++) {
    const { caught, unexpected, coverage } = await runControls(seed + i);
    console.log(`controls, seed ${seed + i}:`);
    for (const [name, isCaught] of Object.entries(caught)) {
      if (isCaught) console.log(`  caught: ${name}`);
      else fail(`not caught: ${name}`);
    }
    for (const each of unexpected) fail(each);
    reached.push(coverage);
  }
  for (const line of describeCoverage(mergeCoverage(reached))) console.log(line);
} finally {
  await server?.stop();
}
process.exitCode = failed ? 1 : 0;
