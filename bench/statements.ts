import { fileURLToPath } from "node:url";
import type { Counts } from "./count-statements.ts";
import { cycle, STEPS, type Step } from "./cycle.ts";
import { read } from "./meter.ts";
import { type Bot, type Neighbours, startBeckons } from "./neighbours.ts";
import { SHARERS } from "./staff.ts";

/** What one press costs the database, with everything that its messages cost. */
export interface StatementsOf {
  readonly statements: number;
  /** 0 on SQLite, which is in the process. */
  readonly roundTrips: number;
  /** By text, most frequent first. */
  readonly texts: readonly (readonly [string, number])[];
}

const COUNTER = fileURLToPath(new URL("./count-statements.ts", import.meta.url));
const AT_ONCE = 16;
const WARM_UP_CYCLES = 2;
/** Milliseconds in which nothing is asked for, to see what Beckon does by itself. */
const IDLE = 3_000;

/**
 * Counted in a process of its own, so that counting costs nothing where CPU time is measured. What polls execute by
 * themselves in the same time is taken off.
 */
export async function countStatements(
  neighbours: Neighbours,
  engine: "sqlite" | "postgres",
  processes = 1,
): Promise<ReadonlyMap<Step, StatementsOf>> {
  const bot = await startBeckons(neighbours, engine, processes, ["--import", COUNTER]);
  try {
    const sharers = SHARERS.slice(0, 64);
    for (let n = 0; n < WARM_UP_CYCLES; n++) {
      await cycle(
        bot.target,
        sharers,
        AT_ONCE,
        async (_, send) => (await read(bot, null, Infinity, send)).timed,
      );
    }
    const idle = await perMillisecond(bot);
    const found = new Map<Step, StatementsOf>();
    await cycle(bot.target, sharers, AT_ONCE, async (step, send) => {
      const [before, begun] = [await countsOf(bot), performance.now()];
      const { timed } = await read(bot, null, Infinity, send);
      const after = await countsOf(bot);
      const polls = scaled(idle, performance.now() - begun);
      found.set(step, each(minus(minus(after, before), polls), sharers.length));
      return timed;
    });
    return new Map(STEPS.flatMap((step) => [...found].filter(([name]) => name === step)));
  } finally {
    await bot.stop();
  }
}

async function perMillisecond(bot: Bot): Promise<Counts> {
  const [before, begun] = [await countsOf(bot), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, IDLE));
  return scaled(minus(await countsOf(bot), before), 1 / (performance.now() - begun));
}

async function countsOf({ servers }: Bot): Promise<Counts> {
  const counts = (await Promise.all(servers.map((server) => server.ask("counts")))) as Counts[];
  const statements: Record<string, number> = {};
  for (const each of counts) {
    for (const [text, count] of Object.entries(each.statements))
      statements[text] = (statements[text] ?? 0) + count;
  }
  return { statements, roundTrips: counts.reduce((sum, { roundTrips }) => sum + roundTrips, 0) };
}

const mapped = (counts: Counts, of: (count: number, text: string) => number): Counts["statements"] =>
  Object.fromEntries(Object.entries(counts.statements).map(([text, count]) => [text, of(count, text)]));

export const minus = (counts: Counts, other: Counts): Counts => ({
  statements: mapped(counts, (count, text) => count - (other.statements[text] ?? 0)),
  roundTrips: counts.roundTrips - other.roundTrips,
});

export const scaled = (counts: Counts, factor: number): Counts => ({
  statements: mapped(counts, (count) => count * factor),
  roundTrips: counts.roundTrips * factor,
});

/** Of one action of so many. A text that fewer than one in twenty executed is left out of the list, not of the sum. */
export function each(counts: Counts, actions: number): StatementsOf {
  const one = scaled(counts, 1 / actions);
  const texts = Object.entries(one.statements).sort(([, some], [, others]) => others - some);
  return {
    statements: texts.reduce((sum, [, count]) => sum + count, 0),
    roundTrips: one.roundTrips,
    texts: texts.filter(([, count]) => count >= 0.05),
  };
}
