import type { Scope, Tally } from "../ports/evidence.ts";
import { numberOf } from "./verify-warnings.ts";

/** The exit code when there was nothing to look at: that is no yes. */
export const NOTHING_CHECKED = 2;

/** What a yes to nothing would have hidden. */
export function nothingChecked(
  { ticket, person, from, to }: Scope,
  { unused }: Pick<Tally, "unused">,
): string {
  if (ticket !== undefined) {
    const number = numberOf(ticket);
    const wasGiven = unused.some(([first, last]) => first <= number && number <= last);
    return wasGiven
      ? `Nothing was checked: ${ticket} has no record, although its number was given out. Either it could not be stored, or it was removed with every trace: look for it in Teams and in a backup.`
      : `Nothing was checked: there is no ${ticket}, and there never was. Compare the number.`;
  }
  if (person !== undefined) {
    return `Nothing was checked: no record names ${person}. Compare the id with Entra.`;
  }
  if (from !== undefined || to !== undefined) {
    return "Nothing was checked: nothing happened in that period. Compare the days.";
  }
  return "Nothing was checked: there is no ticket in this store. Compare DATABASE_URL or DATABASE_FILE with Beckon's own.";
}
