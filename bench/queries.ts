/**
 * `npm run bench -- queries --tickets 1000000 --keep /var/tmp/bench`: what people and reports ask of the store, at ten
 * thousand tickets and at many more. The promise is that a hundred times as many cost at most twice the time.
 */
import { type Filled, withFilledStores } from "./filled-stores.ts";
import { median, quantile } from "./load.ts";
import { processorTime } from "./processor-time.ts";
import { QUICK, type Question, SLOW } from "./questions.ts";

const SMALL = 10_000;
const DEFAULT_TICKETS = 100_000;
/** Each call is made so often, and its median counts: what is left are the calls' own differences. */
const ROUNDS = 5;
const QUICK_CALLS = 200;
const SLOW_CALLS = 8;
/** A question that takes very long is asked less often. */
const LONGEST_ROUND_MS = 5_000;
const FEWEST_CALLS = 8;

export interface QueryOptions {
  readonly tickets?: number;
  /** A folder in which the filled stores stay for the next time. */
  readonly keep?: string;
  /** Only questions whose name holds this. */
  readonly only?: string;
  /** Only this engine. */
  readonly on?: string;
}

/** Prints p50 and p99 of each question at both sizes, and the ratio of each; rounds alternate between the sizes. */
export async function compareQueries({
  tickets = DEFAULT_TICKETS,
  keep,
  only = "",
  on = "",
}: QueryOptions = {}): Promise<void> {
  await withFilledStores([SMALL, tickets], keep, async (filled) => {
    for (const engine of (["sqlite", "postgres"] as const).filter((each) => each.startsWith(on))) {
      const [small, large] = filled.filter((each) => each.engine === engine);
      if (small === undefined || large === undefined) continue;
      console.log(
        `\n| ${engine}: ms at ${SMALL} and ${tickets} tickets | p50 | p99 | p50 | p99 | ratio p50 | ratio p99 |`,
      );
      console.log("|---|---|---|---|---|---|---|");
      for (const [questions, calls] of [
        [QUICK, QUICK_CALLS],
        [SLOW, SLOW_CALLS],
      ] as const) {
        for (const [name, question] of Object.entries(questions)) {
          if (name.includes(only)) console.log(await compare(name, question, calls, small, large));
        }
      }
    }
  });
}

async function compare(
  name: string,
  question: Question,
  calls: number,
  small: Filled,
  large: Filled,
): Promise<string> {
  const rounds: [number[][], number[][]] = [[], []];
  for (let number = -1; number < ROUNDS; number++) {
    for (const [at, filled] of [small, large].entries()) {
      const taken = await round(filled, question, calls);
      // The first round warms up.
      if (number >= 0) rounds[at]?.push(taken);
    }
  }
  const quantiles = rounds.map((each) => {
    const fewest = Math.min(...each.map(({ length }) => length));
    const times = Array.from({ length: fewest }, (_, call) => median(each.map((taken) => taken[call] ?? 0)));
    return [median(times), quantile(times, 0.99)];
  });
  const ratios = [0, 1].map((at) => ((quantiles[1]?.[at] ?? 0) / (quantiles[0]?.[at] ?? 0)).toFixed(2));
  const cells = [name, ...quantiles.flat().map((ms) => ms.toFixed(ms < 10 ? 2 : 0)), ...ratios];
  return `| ${cells.join(" | ")} |`;
}

/** The same calls in every round. @returns the processor time of each, in milliseconds. */
async function round(filled: Filled, question: Question, calls: number): Promise<number[]> {
  const times: number[] = [];
  const spent = await processorTime(filled);
  const begun = performance.now();
  for (let call = 0; call < calls; call++) {
    if (call >= FEWEST_CALLS && performance.now() - begun > LONGEST_ROUND_MS) break;
    const chance = ((call + 1) * 0.618_033_988_7) % 1;
    const start = spent();
    await question(filled, chance);
    times.push(spent() - start);
  }
  return times;
}
