import type { Table } from "./table.ts";

/** A number of which less is better and which differs little between machines: a ratio, or a count. */
export interface Figure {
  readonly value: number;
  /** The lower quarter of its rounds; a figure that is counted has none. */
  readonly low?: number;
}

/** By what they say. */
export type Figures = Readonly<Record<string, Figure>>;

export interface Plot {
  /** In docs/images. */
  readonly file: string;
  /** In words, for those who do not see it. */
  readonly says: string;
  readonly svg: string;
}

/** What one bench found. */
export interface Outcome {
  /** By the name of their place in docs/performance.md. */
  readonly tables: Readonly<Record<string, readonly Table[]>>;
  /** By the same place, above its tables. */
  readonly plots: Readonly<Record<string, Plot>>;
  readonly figures: Figures;
}

/** So much worse than the table, and in three rounds of four worse at all, is a regression. */
const MOST_WORSE = 1.25;
/** Of what is counted: a statement is executed or not, but coalescing differs a little from run to run. */
const MOST_MORE = 1;

/**
 * What is clearly worse than before, as sentences. A figure that one of the two lacks is not compared.
 * @param before the committed values.
 */
export function regressions(now: Figures, before: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(now).flatMap(([name, { value, low }]) => {
    const known = before[name];
    if (known === undefined) return [];
    const isWorse = low === undefined ? value > known + MOST_MORE : value > known * MOST_WORSE && low > known;
    return isWorse ? [`${name}: ${value.toFixed(2)}, and it was ${known.toFixed(2)}`] : [];
  });
}

/** As they are committed. */
export const valuesOf = (figures: Figures): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, { value }]) => [name, Number(value.toFixed(2))] as const),
  );
