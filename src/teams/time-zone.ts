import { LRUCache } from "lru-cache";

/** Windows' names of time zones, as some clients send them, with the IANA name that CLDR gives for each (territory 001). */
const WINDOWS: Readonly<Record<string, string>> = {
  "AUS Eastern Standard Time": "Australia/Sydney",
  "Alaskan Standard Time": "America/Anchorage",
  "Arab Standard Time": "Asia/Riyadh",
  "Arabian Standard Time": "Asia/Dubai",
  "Argentina Standard Time": "America/Buenos_Aires",
  "Atlantic Standard Time": "America/Halifax",
  "Cen. Australia Standard Time": "Australia/Adelaide",
  "Central America Standard Time": "America/Guatemala",
  "Central Asia Standard Time": "Asia/Bishkek",
  "Central Europe Standard Time": "Europe/Budapest",
  "Central European Standard Time": "Europe/Warsaw",
  "Central Standard Time": "America/Chicago",
  "Central Standard Time (Mexico)": "America/Mexico_City",
  "China Standard Time": "Asia/Shanghai",
  "E. Africa Standard Time": "Africa/Nairobi",
  "E. Australia Standard Time": "Australia/Brisbane",
  "E. Europe Standard Time": "Europe/Chisinau",
  "E. South America Standard Time": "America/Sao_Paulo",
  "Eastern Standard Time": "America/New_York",
  "Egypt Standard Time": "Africa/Cairo",
  "FLE Standard Time": "Europe/Kiev",
  "GMT Standard Time": "Europe/London",
  "GTB Standard Time": "Europe/Bucharest",
  "Greenwich Standard Time": "Atlantic/Reykjavik",
  "Hawaiian Standard Time": "Pacific/Honolulu",
  "India Standard Time": "Asia/Calcutta",
  "Iran Standard Time": "Asia/Tehran",
  "Israel Standard Time": "Asia/Jerusalem",
  "Jordan Standard Time": "Asia/Amman",
  "Korea Standard Time": "Asia/Seoul",
  "Middle East Standard Time": "Asia/Beirut",
  "Morocco Standard Time": "Africa/Casablanca",
  "Mountain Standard Time": "America/Denver",
  "Nepal Standard Time": "Asia/Katmandu",
  "New Zealand Standard Time": "Pacific/Auckland",
  "Newfoundland Standard Time": "America/St_Johns",
  "Pacific SA Standard Time": "America/Santiago",
  "Pacific Standard Time": "America/Los_Angeles",
  "Pakistan Standard Time": "Asia/Karachi",
  "Romance Standard Time": "Europe/Paris",
  "Russian Standard Time": "Europe/Moscow",
  "SA Pacific Standard Time": "America/Bogota",
  "SE Asia Standard Time": "Asia/Bangkok",
  "Singapore Standard Time": "Asia/Singapore",
  "South Africa Standard Time": "Africa/Johannesburg",
  "Taipei Standard Time": "Asia/Taipei",
  "Tokyo Standard Time": "Asia/Tokyo",
  "Turkey Standard Time": "Europe/Istanbul",
  "US Mountain Standard Time": "America/Phoenix",
  UTC: "UTC",
  "W. Australia Standard Time": "Australia/Perth",
  "W. Central Africa Standard Time": "Africa/Lagos",
  "W. Europe Standard Time": "Europe/Berlin",
};

const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** Asking Intl costs about 30 µs and there are few names. */
const cache = new LRUCache<string, string>({ max: 1_000 });

/** The name that Intl knows for what a client calls its zone: an IANA name, a Windows name or an offset; null for none. */
export function timeZoneOf(name: string | null | undefined): string | null {
  const sent = name?.trim().slice(0, 100) ?? "";
  if (sent === "") return null;
  const cached = cache.get(sent);
  if (cached !== undefined) return cached || null;
  const [, sign, hours = "", minutes = "00"] = OFFSET.exec(sent) ?? [];
  const offset = sign === undefined ? null : `${sign}${hours.padStart(2, "0")}:${minutes}`;
  const zone = [WINDOWS[sent], offset, sent].find((each) => each != null && isKnown(each)) ?? null;
  cache.set(sent, zone ?? "");
  return zone;
}

function isKnown(timeZone: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The offset at the end of a local timestamp, `2026-11-24T10:30:00+01:00`, unless the configured zone has it now, too. */
export function zoneOfTimestamp(timestamp: string | null | undefined, configured: string): string | null {
  const [, offset] = /T[\d:.]+([+-]\d{2}:\d{2})$/.exec(timestamp ?? "") ?? [];
  const at = Date.parse(timestamp ?? "");
  if (offset === undefined || Number.isNaN(at)) return null;
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: configured,
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const there = parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "") || "+00:00";
  return there === offset ? null : timeZoneOf(offset);
}
