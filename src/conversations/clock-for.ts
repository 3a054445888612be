import type { Reader } from "../ports/address-book.ts";

/** Writes a moment as the reader's wall clock shows it: `10:41`. */
export const clockFor =
  ({ locale, timeZone }: Reader) =>
  (at: number): string =>
    new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
