import type { TicketId } from "../domain/ticket/ids.ts";
import type { NumberRange } from "../ports/evidence.ts";
import { numberOf } from "../store/events/ticket-number.ts";

/** The numbers of these tickets, as few rows as they make: whoever exports a year names thousands. */
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
