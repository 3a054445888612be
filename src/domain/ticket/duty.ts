import { type Day, dayOf, momentAt, nextDay, wallClock, weekdayOf } from "./local-time.ts";

/** Hours of some weekdays in which the helpdesk works. */
export interface Shift {
  /** 1 is Monday. */
  readonly weekdays: readonly number[];
  /** Milliseconds since midnight, as the clocks of the helpdesk show them. */
  readonly from: number;
  readonly to: number;
  /** The Entra group on duty in these hours; null for the one of `Duty`. */
  readonly group: string | null;
}

/** When the helpdesk works, and who. */
export interface Duty {
  /** IANA name. */
  readonly timeZone: string;
  /** None: it always works. */
  readonly shifts: readonly Shift[];
  readonly holidays: readonly Day[];
  /** The Entra group on duty; null for everybody in the helpdesk. */
  readonly group: string | null;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly group: string | null;
}

/** A calendar without any duty in so many days counts as without duty at all. */
const FURTHEST = 400;

/** The hours of duty that end after a moment, in order; spans of different groups may overlap. */
function* spansAfter(at: number, duty: Duty): Generator<Span> {
  const { timeZone, shifts, holidays, group } = duty;
  let day = dayOf(wallClock(at, timeZone));
  for (let i = 0; i < FURTHEST; i++, day = nextDay(day)) {
    if (holidays.includes(day)) continue;
    const midnight = Date.parse(`${day}T00:00:00Z`);
    const spans = shifts
      .filter(({ weekdays }) => weekdays.includes(weekdayOf(day)))
      .map((shift) => ({
        from: momentAt(midnight + shift.from, timeZone),
        to: momentAt(midnight + shift.to, timeZone),
        group: shift.group ?? group,
      }));
    yield* spans.filter(({ from, to }) => to > at && to > from).sort((one, other) => one.from - other.from);
  }
}

const isAlways = ({ shifts }: Duty): boolean => shifts.length === 0;

/** The first moment of duty from `at` on: `at` itself in these hours; null when there is none. */
export function nextOnDuty(at: number, duty: Duty): number | null {
  if (isAlways(duty)) return at;
  const [next] = spansAfter(at, duty);
  return next === undefined ? null : Math.max(at, next.from);
}

export const isOnDuty = (at: number, duty: Duty): boolean => nextOnDuty(at, duty) === at;

const WEEK = 7 * 24 * 60 * 60_000;

/**
 * When duty next begins or ends; null for never. Duty without a gap in the next week counts as over after it, so that a
 * helpdesk that always works does not cost a walk through a year of shifts.
 */
export function nextDutyChange(at: number, duty: Duty): number | null {
  if (isAlways(duty)) return null;
  let end: number | null = null;
  for (const { from, to } of spansAfter(at, duty)) {
    if (end === null && from > at) return from;
    if (end !== null && (from > end || end - at > WEEK)) return end;
    end = Math.max(end ?? to, to);
  }
  return end;
}

/** The groups on duty at a moment; null among them for everybody. */
export function groupsOnDuty(at: number, duty: Duty): readonly (string | null)[] {
  if (isAlways(duty)) return [duty.group];
  const groups = new Set<string | null>();
  for (const span of spansAfter(at, duty)) {
    if (span.from > at) break;
    groups.add(span.group);
  }
  return [...groups];
}

/** When so many milliseconds of duty have passed since a moment; null when that never comes. */
export function afterDuty(since: number, length: number, duty: Duty): number | null {
  if (isAlways(duty)) return since + length;
  let left = length;
  let counted = since;
  for (const { from, to } of spansAfter(since, duty)) {
    const start = Math.max(counted, from);
    if (to <= start) continue;
    if (to - start >= left) return start + left;
    left -= to - start;
    counted = to;
  }
  return null;
}
