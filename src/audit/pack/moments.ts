import { offsetName } from "../../cards/text/time-zone.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";

/** Times on a page that is kept: in one zone, with the offset from UTC beside them. */
export interface Moments {
  /** `Tuesday, 24 November 2026` */
  readonly day: (at: number) => string;
  /** `10:30:00` */
  readonly time: (at: number) => string;
  /** `+01:00`, or `UTC`. */
  readonly offset: (at: number) => string;
  /** `24 Nov 2026, 10:30:00 +01:00` */
  readonly whole: (at: number) => string;
  /** A time told inside an event: with date and offset only where they differ from the event's. */
  readonly since: (from: number) => (at: number) => string;
}

export function momentsFor({ locale, timeZone }: ReaderLocale): Moments {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const times = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone });
  const day = (at: number) => days.format(at);
  const time = (at: number) => times.format(at);
  const offset = (at: number) => offsetName(at, timeZone) || "UTC";
  const whole = (at: number) => `${dates.format(at)}, ${time(at)} ${offset(at)}`;
  return {
    day,
    time,
    offset,
    whole,
    since: (from) => (at) => (day(at) === day(from) && offset(at) === offset(from) ? time(at) : whole(at)),
  };
}
