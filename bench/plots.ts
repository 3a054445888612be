import { median, quantile } from "./load.ts";
import { type Measured, PLACE_NAMES, PLACES, PRESS_NAMES } from "./press.ts";
import { cpuOf, readingOf } from "./ratios.ts";
import { type Bar, bars, lines } from "./svg.ts";

/** CPU time of an action, by place, beside the stock bot's. */
export function cpuPlot({ blocks }: Measured): string {
  const rows = PRESS_NAMES.flatMap((step): Bar[] => {
    const at = (candidate: Parameters<typeof readingOf>[1]["candidate"] & string) =>
      cpuOf(readingOf(blocks, { candidate, step, atOnce: 16 }));
    const stock = { label: `${step}: stock bot, same messages`, value: at("stock"), color: 0 };
    const ours = PLACE_NAMES.map((place, n) => ({
      label: PLACES[place].name,
      value: at(place),
      color: n + 1,
    }));
    return [stock, ...ours].filter(({ value }) => Number.isFinite(value));
  });
  return bars("CPU time of a press with all of its messages, 16 at a time", "ms", rows);
}

/** Until the answer: the bar is p50, the thin line ends at p99. */
export function latencyPlot({ blocks }: Measured): string {
  const rows = [1, 16, 64].flatMap((atOnce): Bar[] => {
    const at = (label: string, which: Parameters<typeof readingOf>[1], color: number): Bar[] => {
      const { latencies } = readingOf(blocks, Object.assign({ atOnce }, which));
      if (latencies.length === 0) return [];
      return [{ label, value: median(latencies), whisker: quantile(latencies, 0.99), color }];
    };
    return [
      ...at(`${atOnce} at a time: stock echo`, { candidate: "echo" }, 0),
      ...PLACE_NAMES.flatMap((place, n) =>
        at(`pick-up, ${PLACES[place].name}`, { candidate: place, step: "pick-up" }, n + 1),
      ),
    ];
  });
  return bars("Until the answer to a press, p50 / p99", "ms", rows);
}

/** How many of the cards were right so soon. @param curves milliseconds of each card, by name. */
export function latenessPlot(
  title: string,
  curves: ReadonlyMap<string, readonly number[]>,
  most: number,
): string {
  const all = [...curves].map(([label, delays], color) => {
    const sorted = [...delays].sort((one, other) => one - other);
    const points = sorted.map((delay, n) => [delay / 1_000, ((n + 1) * 100) / sorted.length] as const);
    return { label, color, points: thinned(points) };
  });
  return lines(title, ["seconds", "% of the cards that are right"], [most / 1_000, 100], all);
}

const MOST_POINTS = 200;

function thinned<Point>(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, n) => n % every === 0 || n === points.length - 1);
}
