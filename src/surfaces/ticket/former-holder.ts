import type { CardData } from "../../cards/catalog.ts";
import type { Person } from "../../ticket/person.ts";
import type { Ticket } from "../../ticket/ticket.ts";
import { OUTCOME } from "../names.ts";
import { clockOf } from "../session/sessions.ts";
import type { Scene } from "../surface.ts";
import { duration, nameOf, textOf } from "../words.ts";

/** What the desk card turns into once its reader does not hold the ticket any more. */
export function formerHolder(ticket: Ticket, reader: Person, scene: Scene): CardData<"notice"> {
  return { hasTicket: true, ticket: ticket.id, ...said(ticket, reader, scene) };
}

function said(ticket: Ticket, reader: Person, scene: Scene): Pick<CardData<"notice">, "heading" | "text"> {
  const { claim, closedAt, resolution } = ticket;
  const clock = clockOf(reader, scene);
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
  return {
    heading: "Back in the channel",
    text: `${subject}: it was given back, reopened, or left ${duration(scene.policy.claimLease)} without a first action. Pick it up in the channel to go on.`,
  };
}
