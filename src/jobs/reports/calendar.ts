const DAY = 24 * 60 * 60_000;

/** A moment as the clock on the wall of the helpdesk tells it. */
export interface LocalTime {
  /** `2026-11-24`. */
  readonly day: string;
  readonly hour: number;
  /** 1 is Monday. */
  readonly weekday: number;
}

export function localTime(at: number, timeZone: string): LocalTime {
  const there = new Date(at + offsetAt(at, timeZone));
  return {
    day: there.toISOString().slice(0, 10),
    hour: there.getUTCHours(),
    weekday: there.getUTCDay() || 7,
  };
}

/** The last week, Monday to Sunday, that was over at a moment. */
export function weekBefore(at: number, timeZone: string): { readonly from: number; readonly to: number } {
  const { day, weekday } = localTime(at, timeZone);
  const monday = Date.parse(day) - (weekday - 1) * DAY;
  return { from: midnight(monday - 7 * DAY, timeZone), to: midnight(monday, timeZone) };
}

/** When a day begins there. The offset before that moment may differ from the one after, so it is looked up twice. */
function midnight(utc: number, timeZone: string): number {
  const first = utc - offsetAt(utc, timeZone);
  return utc - offsetAt(first, timeZone);
}

/** How far the clocks there are ahead of UTC, ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = formatFor(timeZone).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Building a format costs far more than using it; there is one zone per process. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known =
    formats.get(timeZone) ?? new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, known);
  return known;
}
