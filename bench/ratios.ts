import { median, quantile } from "./load.ts";
import { type Reading, together } from "./meter.ts";
import type { Block, Place, Press } from "./press.ts";

/** The middle of some values, and the quarter of them below and above it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
});

export type Which = Partial<Pick<Block, "candidate" | "step" | "atOnce" | "round" | "beside">>;

export const blocksOf = (blocks: readonly Block[], which: Which): readonly Block[] =>
  blocks.filter((block) =>
    Object.entries(which).every(([name, value]) => block[name as keyof Which] === value),
  );

/** All readings of these blocks as one. */
export const readingOf = (blocks: readonly Block[], which: Which): Reading =>
  together(blocksOf(blocks, which).map(({ reading }) => reading));

/** Milliseconds of the bot's processes an action. */
export const cpuOf = ({ cpu, actions }: Reading): number => cpu / actions;

/**
 * How much more CPU time an action costs than another one, round by round: neighbours on a shared machine slow both.
 * A round without either is left out.
 */
export function cpuRatio(blocks: readonly Block[], of: Which, over: Which): Spread {
  const rounds = [...new Set(blocksOf(blocks, of).map(({ round }) => round))];
  const ratios = rounds.map(
    (round) => cpuIn(blocks, Object.assign({ round }, of)) / cpuIn(blocks, Object.assign({ round }, over)),
  );
  return spreadOf(ratios.filter(Number.isFinite));
}

const cpuIn = (blocks: readonly Block[], which: Which) => cpuOf(readingOf(blocks, which));

/** Against the stock bot that sends the same messages, 16 at a time. */
export const overStock = (blocks: readonly Block[], place: Place, step: Press): Spread =>
  cpuRatio(
    blocks,
    { candidate: place, step, atOnce: 16 },
    { candidate: "stock", step, atOnce: 16, beside: place },
  );
