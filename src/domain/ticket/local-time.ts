const DAY = 24 * 60 * 60_000;

/** `2026-11-24`. */
export type Day = string;

export const dayOf = (utc: number): Day => new Date(utc).toISOString().slice(0, 10);

/** The day after `2026-11-24`. */
export const nextDay = (day: Day): Day => dayOf(Date.parse(`${day}T00:00:00Z`) + DAY);

/** 1 is Monday. */
export const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** What a clock in a time zone shows at a moment, as if it were UTC: epoch ms. */
export const wallClock = (at: number, timeZone: string): number => at + offsetAt(at, timeZone);

/**
 * When a clock there shows this time of day, epoch ms. Where clocks change during the day, the offset before the change
 * counts when it gives a moment before it. Where they skip the time, it is the moment of the change or shortly after.
 * @param wall as from `wallClock`
 */
export function momentAt(wall: number, timeZone: string): number {
  const before = wall - offsetAt(wall - DAY, timeZone);
  const after = wall - offsetAt(wall + DAY, timeZone);
  return [before, after].find((at) => wallClock(at, timeZone) === wall) ?? before;
}

/** `+01:00`, or "" for UTC. */
export function offsetName(at: number, timeZone: string): string {
  const parts = formatFor(timeZone).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "") ?? "";
}

/** How far the clocks there are ahead of UTC, ms. */
function offsetAt(at: number, timeZone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d):(\d\d)/.exec(offsetName(at, timeZone)) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Making a format costs a hundred times what using it does. Clients name their zone, so the number kept has a bound. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 100;

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(timeZone, made);
  return made;
}
