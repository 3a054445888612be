import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Reopening, Ticket } from "../../domain/ticket/ticket.ts";
import { clockOf, noticeOn } from "../session/sessions.ts";
import { nameOf, textOf } from "../words.ts";

/** Who had the ticket when it was closed, if anybody: they are told that it is open again. */
export const formerHelper = (ticket: Ticket, reopening: Reopening): Person | null =>
  ticket.formerClaims.findLast(({ endedAt }) => endedAt <= reopening.at)?.helper ?? null;

export const reopenedContent = (
  ticket: Ticket,
  reopening: Reopening,
  i: number,
  helper: Person,
  view: TicketView,
): CardContent =>
  noticeOn(ticket, {
    heading: `Reopened: ${textOf(ticket.subject)}`,
    text: `${said(reopening, clockOf(helper, view)(reopening.at))} ${now(ticket, i)}`,
  });

function said({ by, reason }: Reopening, at: string): string {
  return `${nameOf(by)} reopened it ${at}${reason === null ? "." : `: “${textOf(reason)}”`}`;
}

function now({ claim, status, reopenings }: Ticket, i: number): string {
  if (i + 1 < reopenings.length) return "It was closed and reopened since.";
  if (claim !== null) return `${nameOf(claim.helper)} has it now.`;
  return status === "open" ? "Pick it up in the channel to go on." : "It is closed again.";
}
