import { END_CAUSES, type EndCause } from "../src/domain/ticket/events.ts";
import { LEVELS, type Level } from "../src/domain/ticket/level.ts";
import { REFUSAL_CODES, type RefusalCode } from "../src/domain/ticket/refusal.ts";
import type { TrailEntry } from "../src/ports/ticket-store.ts";
import type { LogLine } from "./bots.ts";

type Counts<Key extends string> = Readonly<Partial<Record<Key, number>>>;

/** How often the stories of a run reached what they exist for. */
export interface Coverage {
  /** Levels that were allowed. */
  readonly levels: Counts<Level>;
  readonly ends: Counts<EndCause>;
  /** Commands that were refused, by code. */
  readonly refusals: Counts<RefusalCode>;
}

export function coverageOf(trails: readonly (readonly TrailEntry[])[], log: readonly LogLine[]): Coverage {
  const events = trails.flat().map(({ event }) => event);
  const ends = events.map((event) => (event.type === "SessionEnded" ? event.cause : null));
  const codes = log.filter(({ name }) => name === "command.refused").map(({ code }) => code);
  return {
    levels: count(LEVELS, trails.flatMap(allowedLevels)),
    ends: count(END_CAUSES, ends),
    refusals: count(REFUSAL_CODES, codes),
  };
}

/** More time for a level that was allowed before does not count. */
function allowedLevels(trail: readonly TrailEntry[]): Level[] {
  const extensions = new Set<number>();
  return trail.flatMap(({ event }) => {
    if (event.type === "ExtensionAsked") extensions.add(event.terms.ask);
    return event.type === "ConsentGiven" && !extensions.has(event.ask) ? [event.level] : [];
  });
}

function count<Key extends string>(keys: readonly Key[], found: readonly unknown[]): Counts<Key> {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) {
    const times = found.filter((each) => each === key).length;
    if (times > 0) counts[key] = times;
  }
  return counts;
}

export function mergeCoverage(all: readonly Coverage[]): Coverage {
  const sum = <Key extends string>(keys: readonly Key[], counts: (each: Coverage) => Counts<Key>) =>
    count(
      keys,
      all.flatMap((each) => keys.flatMap((key) => Array<Key>(counts(each)[key] ?? 0).fill(key))),
    );
  return {
    levels: sum(LEVELS, ({ levels }) => levels),
    ends: sum(END_CAUSES, ({ ends }) => ends),
    refusals: sum(REFUSAL_CODES, ({ refusals }) => refusals),
  };
}

/** The least that stories have to reach. */
export interface Floors {
  readonly levels: Readonly<Record<Level, number>>;
  /** Each at least once. */
  readonly ends: readonly EndCause[];
  /** How many different codes. */
  readonly refusals: number;
}

/** For a run of a hundred stories or more. */
export const LONG_RUN: Floors = {
  levels: { view: 20, control: 8, elevation: 3 },
  ends: [
    "ended-by-sharer",
    "ended-by-helper",
    "ended-by-lead",
    "expired",
    "refused",
    "wrong-phrase",
    "lapsed",
    "cancelled",
    "ticket-resolved",
    "ticket-withdrawn",
    "handover",
  ],
  refusals: 5,
};

/** @returns what was reached too rarely, as sentences. */
export function belowFloors({ levels, ends, refusals }: Coverage, floors: Floors): string[] {
  const codes = Object.keys(refusals).length;
  return [
    ...LEVELS.filter((level) => (levels[level] ?? 0) < floors.levels[level]).map(
      (level) => `not reached: ${level} was allowed ${levels[level] ?? 0} times of ${floors.levels[level]}`,
    ),
    ...floors.ends
      .filter((cause) => !ends[cause])
      .map((cause) => `not reached: no session ended as ${cause}`),
    ...(codes < floors.refusals ? [`not reached: ${codes} of ${floors.refusals} different refusals`] : []),
  ];
}

/** One line for each kind, with what was never reached. */
export function describeCoverage({ levels, ends, refusals }: Coverage): string[] {
  const line = (
    kind: string,
    keys: readonly string[],
    counts: Readonly<Record<string, number | undefined>>,
  ) => {
    const reached = keys.flatMap((key) => (counts[key] ? [`${key} ${counts[key]}`] : []));
    const never = keys.filter((key) => !counts[key]);
    return `${kind}: ${reached.join(", ") || "none"}${never.length > 0 ? `; never ${never.join(", ")}` : ""}`;
  };
  return [
    line("levels", LEVELS, levels),
    line("ends", END_CAUSES, ends),
    line("refusals", REFUSAL_CODES, refusals),
  ];
}
