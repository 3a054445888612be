import type { CardData } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { FormerClaim, Ticket } from "../../domain/ticket/ticket.ts";
import { OUTCOME } from "../names.ts";
import { type Clock, clockOf } from "../session/sessions.ts";
import { duration, nameOf, textOf } from "../words.ts";

/** What the desk card turns into once its reader does not hold the ticket any more. */
export function formerHolder(ticket: Ticket, reader: Person, view: TicketView): CardData<"notice"> {
  return { hasTicket: true, ticket: ticket.id, ...said(ticket, reader, view) };
}

function said(
  ticket: Ticket,
  reader: Person,
  view: TicketView,
): Pick<CardData<"notice">, "heading" | "text"> {
  const { claim, closedAt, resolution } = ticket;
  const clock = clockOf(reader, view);
  const subject = textOf(ticket.subject);
  if (ticket.status === "withdrawn") {
    return {
      heading: "Withdrawn",
      text: `${subject}: withdrawn ${clock(closedAt ?? ticket.lastAt)}. There is nothing left to do.`,
    };
  }
  if (ticket.status === "resolved") {
    const how = resolution === null ? "" : ` ${OUTCOME[resolution.outcome]}. ${textOf(resolution.done)}`;
    return { heading: "Resolved", text: `${subject}: closed ${clock(closedAt ?? ticket.lastAt)}.${how}` };
  }
  if (claim !== null) {
    return {
      heading: `${nameOf(claim.helper)} has this ticket now`,
      text: `${subject}: theirs since ${clock(claim.since)}.`,
    };
  }
  const mine = ticket.formerClaims.findLast(({ helper }) => helper.id === reader.id);
  const isReopened = (ticket.reopenings.at(-1)?.at ?? 0) >= (mine?.endedAt ?? Number.POSITIVE_INFINITY);
  return {
    heading: isReopened ? "Open again" : "Back in the channel",
    text: `${subject}: ${isReopened ? reopenedBy(ticket, clock) : whyBack(mine, view)} Pick it up in the channel to go on.`,
  };
}

function reopenedBy({ reopenings }: Ticket, clock: Clock): string {
  const last = reopenings.at(-1);
  if (last === undefined) return "";
  const reason = last.reason === null ? "." : `: ${textOf(last.reason)}`;
  return `${nameOf(last.by)} reopened it ${clock(last.at)}${reason}`;
}

function whyBack(mine: FormerClaim | undefined, { policy }: TicketView): string {
  if (mine?.ended === "given-back") return "you gave it back.";
  if (mine?.ended === "lapsed") return `it was left ${duration(policy.claimLease)} without a first action.`;
  return "whoever had it after you gave it back.";
}
