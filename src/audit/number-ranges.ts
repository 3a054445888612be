import type { TicketId } from "../domain/ticket/ids.ts";
import type { EvidenceScope, NumberRange } from "../ports/evidence.ts";
import { numberOf } from "../store/events/read-stream.ts";

/** The numbers of these tickets as ranges, because the export of a year has thousands. */
export function rangesOf(tickets: readonly TicketId[]): NumberRange[] {
  const ranges: [number, number][] = [];
  for (const number of tickets.map(numberOf).sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

export const isWithin = (ranges: readonly NumberRange[], ticket: TicketId): boolean =>
  ranges.some(([first, last]) => first <= numberOf(ticket) && numberOf(ticket) <= last);

/** `BK-1001, BK-1004 to BK-1007`. */
export const rangesInWords = (ranges: readonly NumberRange[]): string =>
  ranges.map(([first, last]) => (first === last ? `BK-${first}` : `BK-${first} to BK-${last}`)).join(", ");

/** Why a scope is empty, as the end of a sentence. @param unused numbers that were given out and have no ticket. */
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
