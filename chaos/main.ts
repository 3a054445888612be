/**
 * `npm run chaos`: everything fails around the real bot, and the bot itself is killed; afterwards nothing may be lost.
 * `--seed N` repeats the choices of a run, `--on sqlite|sqlite-2|sqlite-limits|postgres-2|postgres-4` one place,
 * `--stories N` the size, `--mood patient` people who get to a session more often.
 */
import { parseArgs } from "node:util";
import { createDatabase, startPostgres } from "../test/support/postgres.ts";
import { CONTROLS } from "./controls.ts";
import { MOODS, type MoodName } from "./moods.ts";
import { runChaos } from "./run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    on: { type: "string" },
    stories: { type: "string", default: "120" },
    kills: { type: "string", default: "6" },
    pauses: { type: "string", default: "2" },
    seconds: { type: "string", default: "120" },
    mood: { type: "string", default: "mixed" },
    controls: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_007);
const size = {
  stories: Number(values.stories),
  kills: Number(values.kills),
  pauses: Number(values.pauses),
  longest: Number(values.seconds),
};
const isMood = (name: string): name is MoodName => name in MOODS;
if (!isMood(values.mood)) throw new Error(`--mood ${Object.keys(MOODS).join("|")}`);
const { mood } = values as { mood: MoodName };

const PLACES = [
  { name: "sqlite", processes: 1, onPostgres: false },
  { name: "sqlite-2", processes: 2, onPostgres: false },
  { name: "sqlite-limits", processes: 1, onPostgres: false, keepsLimits: true },
  { name: "postgres-2", processes: 2, onPostgres: true },
  { name: "postgres-4", processes: 4, onPostgres: true },
];

console.log(`seed ${seed}`);
const server = await startPostgres();
let failed = false;
try {
  for (const { name, processes, onPostgres, keepsLimits = false } of PLACES) {
    if (values.on !== undefined && values.on !== name) continue;
    if (onPostgres && server === null) {
      console.log(`${name}: no PostgreSQL for this machine`);
      continue;
    }
    const place = onPostgres && server !== null ? { databaseUrl: await createDatabase(server.url) } : {};
    const { wrong, counts } = await runChaos({ seed, processes, mood, keepsLimits, ...size, ...place });
    const told = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
    console.log(`${name}: ${told.join(", ")}`);
    for (const each of wrong) console.log(`  WRONG ${each}`);
    failed ||= wrong.length > 0;
  }
  if (values.controls || values.on === undefined) {
    for (const { name, sabotage, expects } of CONTROLS) {
      const { wrong } = await runChaos({
        seed,
        processes: 1,
        stories: 6,
        kills: 0,
        longest: 30,
        isCalm: true,
        keepsLimits: true,
        sabotage,
      });
      const isCaught = wrong.some((each) => expects.test(each));
      console.log(`control, ${name}: ${isCaught ? "caught" : "NOT CAUGHT"}`);
      failed ||= !isCaught;
    }
  }
} finally {
  await server?.stop();
}
process.exitCode = failed ? 1 : 0;
