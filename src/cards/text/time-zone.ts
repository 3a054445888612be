import { dayOf, momentAt, wallClock, weekdayOf } from "../../domain/ticket/local-time.ts";

export { nextDay, offsetName } from "../../domain/ticket/local-time.ts";

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
  const wall = wallClock(at, timeZone);
  const day = dayOf(wall);
  return { day, hour: new Date(wall).getUTCHours(), weekday: weekdayOf(day) };
}

/** When a day, `2026-11-24`, begins in a time zone, epoch ms; null when the calendar has no such day. */
export function startOfDay(day: string, timeZone: string): number | null {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (!DATE.test(day) || Number.isNaN(utc) || dayOf(utc) !== day) return null;
  return momentAt(utc, timeZone);
}

/** The last week, Monday to Sunday, that was over at a moment. */
export function weekBefore(at: number, timeZone: string): { readonly from: number; readonly to: number } {
  const { day, weekday } = localTime(at, timeZone);
  const monday = Date.parse(day) - (weekday - 1) * DAY;
  return { from: momentAt(monday - 7 * DAY, timeZone), to: momentAt(monday, timeZone) };
}
