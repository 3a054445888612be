const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** When a day, `2026-11-24`, begins in a time zone; null when it is no day. */
export function startOfDay(day: string, timeZone: string): number | null {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (!DAY.test(day) || Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return null;
  // The offset before that moment may differ from the one after: the second look is at the right side of a change.
  const first = utc - offsetAt(utc, timeZone);
  return utc - offsetAt(first, timeZone);
}

/** How far the clocks there are ahead of UTC at a moment, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
