/**
 * `npm run bench`: the promises that are about speed, each against a baseline in the same run on the same machine.
 * Rounds alternate between the two, and the ratio is taken round by round, because a shared machine drifts.
 * `npm run bench -- press --short` runs one of them; those that fill a store first run only when they are named, and
 * take `--tickets 1000000 --keep FOLDER`.
 */
import { NUMBER } from "../src/cli/command-line.ts";
import { readCall } from "../src/cli/read-call.ts";

interface Options {
  /** How many tickets the larger store has. */
  readonly tickets?: number;
  /** A folder in which filled stores stay for the next time. */
  readonly keep?: string;
  /** Only the questions whose name holds this. */
  readonly only?: string;
  /** Only this engine. */
  readonly on?: string;
  readonly rounds?: number;
  /** Only CPU time and statements, in one process. */
  readonly isShort?: boolean;
  /** A step whose statements are listed. */
  readonly list?: string;
}
type Bench = (options: Options) => Promise<void>;

const QUICK: Readonly<Record<string, Bench>> = {
  press: async (options) => (await import("./bench-presses.ts")).benchPresses(options),
  eligibility: async () => (await import("./eligibility.ts")).eligibilityBench(),
};

const LONG: Readonly<Record<string, Bench>> = {
  audit: async (options) => (await import("./audit.ts")).benchAudit(options),
  queries: async (options) => (await import("./queries.ts")).compareQueries(options),
  digest: async () => (await import("./digest.ts")).benchDigest(),
  deadlines: async (options) => (await import("./deadlines.ts")).benchDeadlines(options),
};

const ALL = { ...QUICK, ...LONG };
const { values, words: named } = await readCall({
  name: "npm run bench --",
  does: `Measures against a baseline; without a name: ${Object.keys(QUICK).join(", ")}.`,
  words: "[NAMES...]",
  options: {
    tickets: { value: "N", does: "tickets in the larger store", fits: NUMBER },
    keep: { value: "FOLDER", does: "keeps filled stores there for the next run" },
    only: { value: "TEXT", does: "only the questions whose name contains it" },
    on: { value: "ENGINE", does: "only this engine: sqlite or postgres" },
    rounds: { value: "N", does: "of presses, 5 without it", fits: NUMBER },
    short: { does: "of presses only CPU time and statements, in one process" },
    list: { value: "STEP", does: "the statements of a step: open, pick-up, ask, allow, stop or resolve" },
  },
});
const { tickets, keep, only, on, rounds, short, list } = values;
const options: Options = {
  ...(tickets !== undefined && { tickets: Number(tickets) }),
  ...(keep !== undefined && { keep }),
  ...(only !== undefined && { only }),
  ...(on !== undefined && { on }),
  ...(rounds !== undefined && { rounds: Number(rounds) }),
  ...(short === true && { isShort: true }),
  ...(list !== undefined && { list }),
};
const unknown = named.filter((name) => !(name in ALL));

if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are ${Object.keys(ALL).join(", ")}.`);
  process.exitCode = 1;
} else {
  for (const name of named.length > 0 ? named : Object.keys(QUICK)) await ALL[name]?.(options);
}
