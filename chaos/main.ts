/**
 * `npm run chaos`: everything fails around the real bot, and the bot itself is killed; afterwards nothing may be lost.
 * `--seed N` repeats the choices of a run, `--on sqlite|sqlite-2|sqlite-limits|postgres-2|postgres-4` one place,
 * `--stories N` the size, `--mood patient` people who get to a session more often.
 */
import { NUMBER, readCall } from "../src/config/command-line.ts";
import { createDatabase, startPostgres } from "../test/support/postgres.ts";
import { CONTROLS } from "./controls.ts";
import { MOODS, type MoodName } from "./moods.ts";
import { runChaos } from "./run.ts";

const PLACES = [
  { name: "sqlite", processes: 1, onPostgres: false },
  { name: "sqlite-2", processes: 2, onPostgres: false },
  { name: "sqlite-limits", processes: 1, onPostgres: false, keepsLimits: true },
  { name: "postgres-2", processes: 2, onPostgres: true },
  { name: "postgres-4", processes: 4, onPostgres: true },
];
const moods = Object.keys(MOODS).join("|");
const places = PLACES.map(({ name }) => name).join("|");

const { values } = readCall({
  usage: "npm run chaos -- [options]",
  does: "Runs the real bot among failing neighbours, kills it, and checks that nothing was lost. Prints its seed.",
  options: {
    seed: { value: "N", does: "repeats the choices of a run", fits: NUMBER },
    on: { value: places, does: "only this place", fits: new RegExp(`^(${places})$`) },
    stories: { value: "N", does: "stories in each place", fits: NUMBER, default: "120" },
    kills: { value: "N", does: "how often a bot is killed", fits: NUMBER, default: "6" },
    pauses: { value: "N", does: "how often a bot is suspended", fits: NUMBER, default: "2" },
    seconds: { value: "N", does: "the longest run", fits: NUMBER, default: "120" },
    mood: { value: moods, does: "how people behave", fits: new RegExp(`^(${moods})$`), default: "mixed" },
    controls: { does: "runs the controls too: sabotaged bots that have to be caught" },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_007);
const size = {
  stories: Number(values.stories),
  kills: Number(values.kills),
  pauses: Number(values.pauses),
  longest: Number(values.seconds),
};
const mood = values.mood as MoodName;

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
