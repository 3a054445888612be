const DAY_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Seconds are optional; the zone is required, because a time without one differs between machines. */
const MOMENT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/**
 * `2026-11-24`, where the clocks show `timeZone`, or `2026-11-24T09:30:00Z`, as epoch ms; null for anything else.
 * @param end reads a day as its end: the beginning of the next day.
 */
export function readMoment(text: string, timeZone: string, end: boolean): number | null {
  const day = dayOf(text);
  if (day !== null) return beginning(end ? day + DAY : day, timeZone);
  const [, date] = MOMENT.exec(text) ?? [];
  return date === undefined || dayOf(date) === null ? null : Date.parse(text);
}

/** `2026-11-24` for the moment when that day begins there; the moment in UTC when no day begins. */
export function sayMoment(at: number, timeZone: string, end: boolean): string {
  const near = Math.floor(at / DAY) * DAY;
  const day = [near - DAY, near, near + DAY].find((each) => beginning(each, timeZone) === at);
  if (day === undefined) return new Date(at).toISOString();
  return new Date(end ? day - DAY : day).toISOString().slice(0, 10);
}

/** Midnight in UTC of a day that exists. */
function dayOf(text: string): number | null {
  if (!DAY_ONLY.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at;
}

/** When a day begins in the zone. The offset may change at that moment, so it is looked up twice. */
function beginning(utc: number, timeZone: string): number {
  const first = utc - aheadOfUtc(utc, timeZone);
  return utc - aheadOfUtc(first, timeZone);
}

function aheadOfUtc(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000);
}
