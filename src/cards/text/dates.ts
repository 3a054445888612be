import { LRUCache } from "lru-cache";
import type { ReaderLocale } from "../../ports/address-book.ts";

/** Moments as one reader writes them: their zone, and the date order and clock of their region. */
export interface Dates {
  /** `10:41`, or `10:41 (Tue 24 Nov)` when that is another day than `now` where the reader is. */
  moment(at: number, now: number): string;
  /** `24 Nov 2026, 10:41 CET`, for a card that is read long after. */
  dated(at: number): string;
  /** `24 Nov 2026, 10:34 to 10:43 CET`; the date again where it is another one. */
  datedSpan(from: number, to: number): string;
  /** `24 Nov 2026, 10:41:07 CET`, for what somebody keeps. */
  exact(at: number): string;
  /** `24 Nov 2026, 10:41:07 to 10:45:00 CET` */
  exactSpan(from: number, to: number): string;
}

type Parts = Intl.DateTimeFormatOptions;

const DATE: Parts = { day: "numeric", month: "short", year: "numeric" };
const DAY: Parts = { weekday: "short", day: "numeric", month: "short" };
const MINUTES: Parts = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
const SECONDS: Parts = { ...MINUTES, second: "2-digit" };

/** @param join `{from} to {to}` and `{time} ({day})` in the reader's language. */
export function datesOf(
  reader: ReaderLocale,
  join: { span(from: string, to: string): string; otherDay(time: string, day: string): string },
): Dates {
  const format = (at: number, parts: Parts) => formatFor(reader, parts)(at);
  const zone = (at: number) =>
    formatFor(
      { ...reader, locale: "en-GB" },
      { hour: "2-digit", timeZoneName: "short" },
    )(at).replace(/^\S+ /, "");

  /** The zone stands behind the end only; when the clocks change in between, behind both. */
  function span(from: number, to: number, time: Parts): string {
    const { timeZoneName: _, ...bare } = time;
    const isSameDay = format(from, DATE) === format(to, DATE);
    const begin = format(from, { ...DATE, ...(zone(from) === zone(to) ? bare : time) });
    return join.span(begin, format(to, isSameDay ? time : { ...DATE, ...time }));
  }

  return {
    moment(at, now) {
      const time = format(at, { timeStyle: "short" });
      const day = format(at, DAY);
      return day === format(now, DAY) ? time : join.otherDay(time, day);
    },
    dated: (at) => format(at, { ...DATE, ...MINUTES }),
    datedSpan: (from, to) => span(from, to, MINUTES),
    exact: (at) => format(at, { ...DATE, ...SECONDS }),
    exactSpan: (from, to) => span(from, to, SECONDS),
  };
}

/** Making a format costs a hundred times what using it does (about 30 µs); a few zones and languages serve most readers. */
const formats = new LRUCache<string, (at: number) => string>({ max: 500 });

function formatFor(reader: ReaderLocale, parts: Parts): (at: number) => string {
  const key = `${reader.locale} ${reader.timeZone} ${Object.entries(parts).join()}`;
  const known = formats.get(key) ?? makeFormat(reader, parts);
  formats.set(key, known);
  return known;
}

/** A zone or locale that this runtime does not know is replaced by UTC and English, and the time is labelled so. */
function makeFormat({ locale, timeZone }: ReaderLocale, parts: Parts): (at: number) => string {
  try {
    const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
    // `7:35 AM` and `07:35`, as the short style has them: one style on all cards of a reader.
    const hour: Parts = parts.hour !== undefined && hour12 === true ? { hour: "numeric" } : {};
    const known = new Intl.DateTimeFormat(locale, { ...parts, ...hour, timeZone });
    return (at) => known.format(at);
  } catch {
    const { timeZoneName: _, ...bare } = parts;
    const instead = new Intl.DateTimeFormat("en-GB", { ...bare, timeZone: "UTC" });
    return (at) => `${instead.format(at)} UTC`;
  }
}
