import { LRUCache } from "lru-cache";

const DAY = 24 * 60 * 60_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A moment as clocks show it in some time zone. */
export interface LocalTime {
  /** `2026-11-24`. */
  readonly day: string;
  readonly hour: number;
  /** 1 is Monday. */
  readonly weekday: number;
}

export function localTime(at: number, timeZone: string): LocalTime {
  const there = new Date(at + offsetAt(at, timeZone));
  return { day: dateOf(there), hour: there.getUTCHours(), weekday: there.getUTCDay() || 7 };
}

/** When a day, `2026-11-24`, begins in a time zone, epoch ms; null when the calendar has no such day. */
export function startOfDay(day: string, timeZone: string): number | null {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (!DATE.test(day) || Number.isNaN(utc) || dateOf(new Date(utc)) !== day) return null;
  return midnight(utc, timeZone);
}

/** The day after `2026-11-24`. */
export const nextDay = (day: string): string => dateOf(new Date(Date.parse(`${day}T00:00:00Z`) + DAY));

/** The last week, Monday to Sunday, that was over at a moment. */
export function weekBefore(at: number, timeZone: string): { readonly from: number; readonly to: number } {
  const { day, weekday } = localTime(at, timeZone);
  const monday = Date.parse(day) - (weekday - 1) * DAY;
  return { from: midnight(monday - 7 * DAY, timeZone), to: midnight(monday, timeZone) };
}

/** `+01:00`, or "" for UTC. */
export function offsetName(at: number, timeZone: string): string {
  const parts = formatFor(timeZone).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "") ?? "";
}

const dateOf = (utc: Date): string => utc.toISOString().slice(0, 10);

/**
 * The first moment of a day. Where clocks change during the day, the offset before the change counts when it gives a
 * moment before it. Where they skip midnight, the day begins with the change.
 */
function midnight(utc: number, timeZone: string): number {
  const before = utc - offsetAt(utc - DAY, timeZone);
  const after = utc - offsetAt(utc + DAY, timeZone);
  const isMidnight = (at: number) => at + offsetAt(at, timeZone) === utc;
  return [before, after].find(isMidnight) ?? before;
}

/** How far the clocks there are ahead of UTC, ms. */
function offsetAt(at: number, timeZone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d):(\d\d)/.exec(offsetName(at, timeZone)) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Making a format costs a hundred times what using it does. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 100 });

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known =
    formats.get(timeZone) ?? new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, known);
  return known;
}
