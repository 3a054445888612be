/** How facts are said on cards. The words for closed lists (levels, causes, outcomes) are in names.ts. */

import type { Device } from "../domain/ticket/device.ts";
import type { Person, Personal } from "../domain/ticket/person.ts";
import type { ReaderLocale } from "../ports/address-book.ts";

/** Text about a person; once they are erased, the card says so in its place. */
export const textOf = (personal: Personal): string => personal.text ?? "(erased)";

/** Like `textOf`; "" when nothing was ever written. */
export const textOrNothing = (personal: Personal | null): string =>
  personal === null ? "" : textOf(personal);

export const nameOf = (person: Person): string => textOf(person.name);

/** `IT Support Engineer`, or "" when the directory has no title. */
export const jobTitleOf = (person: Person): string => textOrNothing(person.title);

/** `10:41`, or `10:41 (Tue 24 Nov)` when that is not today where the reader is. */
export function moment(at: number, now: number, reader: ReaderLocale): string {
  const time = format(at, reader, { timeStyle: "short" });
  return day(at, reader) === day(now, reader) ? time : `${time} (${day(at, reader)})`;
}

/** `24 Nov 2026, 10:41 CET`: for a card that stays where many read it, long after. */
export const datedMoment = (at: number, reader: ReaderLocale): string =>
  format(at, reader, { ...DATE, ...MINUTES });

/** `24 Nov 2026, 10:34 to 10:43 CET`; with its day again where that is another one. */
export const datedSpan = (from: number, to: number, reader: ReaderLocale): string =>
  span(from, to, reader, MINUTES);

/** `24 Nov 2026, 10:41:07 CET`: for what somebody keeps. */
export const exactMoment = (at: number, reader: ReaderLocale): string =>
  format(at, reader, { ...DATE, ...SECONDS });

/** `24 Nov 2026, 10:41:07 to 10:45:00 CET`; with its day again where that is another one. */
export const exactSpan = (from: number, to: number, reader: ReaderLocale): string =>
  span(from, to, reader, SECONDS);

const DATE: Parts = { day: "numeric", month: "short", year: "numeric" };
const MINUTES: Parts = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
const SECONDS: Parts = { ...MINUTES, second: "2-digit" };

/** The zone stands behind both ends where it is the same; when the clocks change in between, behind each. */
function span(from: number, to: number, reader: ReaderLocale, time: Parts): string {
  const { timeZoneName, ...bare } = time;
  const isSameDay = format(from, reader, DATE) === format(to, reader, DATE);
  const isSameZone = zoneOf(from, reader) === zoneOf(to, reader);
  const begin = format(from, reader, { ...DATE, ...(isSameZone ? bare : time) });
  return `${begin} to ${format(to, reader, { ...(isSameDay ? {} : DATE), ...time })}`;
}

const zoneOf = (at: number, reader: ReaderLocale): string =>
  format(at, { ...reader, locale: "en-GB" }, { hour: "2-digit", timeZoneName: "short" }).replace(/^\S+ /, "");

/** `40 s`, `15 min`, `1 h 5 min`; rounded up to minutes beyond the first one, so that nothing seems over too early. */
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${Math.max(0, Math.ceil(milliseconds / 1000))} s`;
  const minutes = Math.ceil(milliseconds / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${minutes} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

const PLATFORMS: Readonly<Record<Device["platform"], string>> = {
  windows: "Windows",
  macos: "macOS",
  android: "Android",
  ios: "iOS",
  linux: "Linux",
  other: "Other system",
};
const FIRST_BUILD_OF_WINDOWS_11 = 22_000;

/** `Windows 11`, `macOS 14.6.1`. Windows 11 calls itself 10.0 and differs by its build only. */
export function systemOf({ platform, osVersion }: Pick<Device, "platform" | "osVersion">): string {
  if (platform !== "windows") return `${PLATFORMS[platform]} ${osVersion}`.trim();
  const [major, , build] = osVersion.split(".").map(Number);
  if (major !== 10) return `Windows ${osVersion}`.trim();
  return (build ?? 0) >= FIRST_BUILD_OF_WINDOWS_11 ? "Windows 11" : "Windows 10";
}

/** `Surface Laptop 6 · Windows 11`: safe for a channel, for a device's name often holds a person's. */
export const kindOf = (device: Device): string => `${device.model} · ${systemOf(device)}`;

/** `Surface Laptop 6 (LT-SAM-01) · Windows 11`: for those who are part of the ticket. */
export const deviceOf = (device: Device): string =>
  `${device.model} (${textOf(device.name)}) · ${systemOf(device)}`;

function day(at: number, reader: ReaderLocale): string {
  return format(at, reader, { weekday: "short", day: "numeric", month: "short" });
}

type Parts = Intl.DateTimeFormatOptions;

function format(at: number, reader: ReaderLocale, parts: Parts): string {
  const key = `${reader.locale} ${reader.timeZone} ${Object.entries(parts).join()}`;
  const known = formats.get(key) ?? formatFor(reader, parts);
  if (formats.size < MOST_FORMATS) formats.set(key, known);
  return known(at);
}

/** Building a format costs a hundred times what using it does, and a few zones and languages serve everybody. */
const formats = new Map<string, (at: number) => string>();
const MOST_FORMATS = 500;

/** A zone or locale that this runtime does not know must not cost anybody their card. */
function formatFor({ locale, timeZone }: ReaderLocale, parts: Parts): (at: number) => string {
  try {
    const known = new Intl.DateTimeFormat(locale, { ...parts, timeZone });
    return (at) => known.format(at);
  } catch {
    const { timeZoneName: _, ...bare } = parts;
    const instead = new Intl.DateTimeFormat("en-GB", { ...bare, timeZone: "UTC" });
    return (at) => `${instead.format(at)} UTC`;
  }
}
