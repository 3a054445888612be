import type { EvidenceScope, NumberRange } from "../ports/evidence.ts";
import { isWithin } from "./number-ranges.ts";

/** Why a scope has nothing in it, as the end of a sentence. @param unused numbers that were given out to no ticket. */
export function nothingIn(
  { ticket, person, from, to }: EvidenceScope,
  unused: readonly NumberRange[],
): string {
  if (ticket !== undefined) {
    return isWithin(unused, ticket)
      ? `${ticket} has no record, although its number was given out. Either it could not be stored, or it was removed with every trace: look for it in Teams and in a backup.`
      : `there is no ${ticket}. Compare the number.`;
  }
  if (person !== undefined) return `no record names ${person}. Compare the id with Entra.`;
  if (from !== undefined || to !== undefined) return "nothing happened in that period. Compare the days.";
  return "there is no ticket in this store. Compare DATABASE_URL or DATABASE_FILE with Beckon's own.";
}
