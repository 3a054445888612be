import { localTime, nextDay, startOfDay } from "../cards/text/time-zone.ts";

/** Seconds are optional; the zone is required, because a time without one differs between machines. */
const MOMENT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * `2026-11-24` in a time zone, or `2026-11-24T09:30:00Z`, as epoch ms; null for anything else.
 * @param end reads a day as its end: the beginning of the next day.
 */
export function readMoment(text: string, timeZone: string, end: boolean): number | null {
  const begin = startOfDay(text, timeZone);
  if (begin !== null) return end ? startOfDay(nextDay(text), timeZone) : begin;
  const [, date = ""] = MOMENT.exec(text) ?? [];
  return startOfDay(date, "UTC") === null ? null : Date.parse(text);
}

/** `2026-11-24` for the moment when that day begins, or is over, in the zone; any other moment in UTC. */
export function sayMoment(at: number, timeZone: string, end: boolean): string {
  const { day } = localTime(at, timeZone);
  if (startOfDay(day, timeZone) !== at) return new Date(at).toISOString();
  return end ? localTime(at - 1, timeZone).day : day;
}
