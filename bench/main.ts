/**
 * `npm run bench`: the promises that are about speed, each against a baseline in the same run on the same machine.
 * Rounds alternate between the two, and the ratio is taken round by round, because a shared machine drifts.
 * `npm run bench -- press --short` runs one of them; those that fill a store first run only when they are named, and
 * take `--tickets 1000000 --keep FOLDER`.
 */
import { NUMBER } from "../src/cli/command-line.ts";
import { readCall } from "../src/cli/read-call.ts";
import { type Outcome, regressions } from "./outcome.ts";
import { readBaseline, writeDocs } from "./write-docs.ts";

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
  readonly warmUp?: number;
  /** Only CPU time and statements, in one process. */
  readonly isShort?: boolean;
  /** A step whose statements are listed. */
  readonly list?: string;
}
/** Those that run when none is named; docs/performance.md has what they find. */
const MAIN: Readonly<Record<string, (options: Options) => Promise<Outcome>>> = {
  press: async (options) => (await import("./bench-presses.ts")).benchPresses(options),
  start: async () => (await import("./starts.ts")).benchStarts(),
  "fan-out": async () => (await import("./fan-out.ts")).benchFanOut(),
};

const MORE: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  eligibility: async () => (await import("./eligibility.ts")).eligibilityBench(),
  audit: async (options) => (await import("./audit.ts")).benchAudit(options),
  queries: async (options) => (await import("./queries.ts")).compareQueries(options),
  digest: async () => (await import("./digest.ts")).benchDigest(),
  deadlines: async (options) => (await import("./deadlines.ts")).benchDeadlines(options),
};

const ALL = Object.keys(MAIN).concat(Object.keys(MORE));
const { values, words: named } = await readCall({
  name: "npm run bench --",
  does: `Measures against a baseline; without a name: ${Object.keys(MAIN).join(", ")}. There are ${ALL.join(", ")}.`,
  words: "[NAMES...]",
  options: {
    tickets: { value: "N", does: "tickets in the larger store", fits: NUMBER },
    keep: { value: "FOLDER", does: "keeps filled stores there for the next run" },
    only: { value: "TEXT", does: "only the questions whose name contains it" },
    on: { value: "ENGINE", does: "only this engine: sqlite or postgres" },
    rounds: { value: "N", does: "of presses, 5 without it", fits: NUMBER },
    "warm-up": {
      value: "N",
      does: "turns of each process before presses count, 3000 without it",
      fits: NUMBER,
    },
    short: { does: "of presses only CPU time and statements, in one process" },
    write: { does: "puts tables and plots into docs/performance.md, and figures into bench/baseline.json" },
    check: {
      does: "compares ratios and counts with bench/baseline.json, and ends with 1 when one is clearly worse",
    },
    list: { value: "STEP", does: "the statements of a step: open, pick-up, ask, allow, stop or resolve" },
  },
});
const { tickets, keep, only, on, rounds, short, list, "warm-up": warmUp } = values;
const options: Options = {
  ...(tickets !== undefined && { tickets: Number(tickets) }),
  ...(keep !== undefined && { keep }),
  ...(only !== undefined && { only }),
  ...(on !== undefined && { on }),
  ...(rounds !== undefined && { rounds: Number(rounds) }),
  ...(warmUp !== undefined && { warmUp: Number(warmUp) }),
  ...(short === true && { isShort: true }),
  ...(list !== undefined && { list }),
};
// The bots and the database that were started end with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const unknown = named.filter((name) => !ALL.includes(name));

if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are ${ALL.join(", ")}.`);
  process.exitCode = 1;
} else {
  const outcomes: Outcome[] = [];
  for (const name of named.length > 0 ? named : Object.keys(MAIN)) {
    const outcome = await MAIN[name]?.(options);
    if (outcome === undefined) await MORE[name]?.(options);
    else outcomes.push(outcome);
  }
  if (values.check === true) {
    const worse = outcomes.flatMap(({ figures }) => regressions(figures, readBaseline()));
    console.log(
      worse.length === 0 ? "\nnothing is clearly worse" : `\nworse than before:\n  ${worse.join("\n  ")}`,
    );
    process.exitCode = worse.length === 0 ? 0 : 1;
  }
  if (values.write === true) writeDocs(outcomes);
}
