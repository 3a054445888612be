import type { TicketView } from "../../cards/view.ts";
import type { EndedSession, Ticket } from "../../domain/ticket/ticket.ts";
import { nameOf } from "../words.ts";

/** The helper, who can tell them, learns from the card that closes the session that a manager did not hear of it. */
export function gapLines(ticket: Ticket, session: EndedSession, view: TicketView): string[] {
  const gap = view.summaryGap(session.number);
  if (gap === null) return [];
  const manager =
    view.summaryTo === "sharers-manager" ? `${nameOf(ticket.sharer)}'s manager` : "your manager";
  const why = `The summary could not be delivered to ${manager}: Beckon is not installed for them.`;
  return [gap === "waits" ? why : `${why} It went to a channel instead.`];
}
