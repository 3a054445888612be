import type { CardData } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { isLive } from "../../domain/ticket/authority.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { limitsOf } from "../device-words.ts";
import { URGENCY } from "../names.ts";
import { kindOf, moment, nameOf, textOf } from "../words.ts";
import { onSurface, row } from "./parts.ts";

type State = Pick<CardData<"ticket-channel">, "state" | "tone" | "heading">;

/**
 * The ticket as everybody in the helpdesk channel may see it. What was asked and answered between the two people is
 * not said here; that a session exists is, so that a lead can stop it.
 */
export function channelTicket(ticket: Ticket, key: string, view: TicketView): CardData<"ticket-channel"> {
  const { device, urgency } = ticket;
  const clock = (at: number) => moment(at, view.at, view.channelReader);
  const can = { canPickUp: ticket.status === "open", canStop: isLive(ticket.session) };
  return {
    ...onSurface(ticket, key),
    ...stateOf(ticket),
    subject: textOf(ticket.subject),
    lead: `${holder(ticket, clock)}${unreachable(ticket, view)}`,
    facts: [
      ...row("From", nameOf(ticket.sharer)),
      ...row("Device", device === null ? "No device" : kindOf(device)),
      ...row("Session", device === null ? "" : limitsOf(device)),
      ...row("Urgency", URGENCY[urgency]),
      ...row("Asked", clock(ticket.openedAt)),
    ],
    ...can,
    hasActions: can.canPickUp || can.canStop,
  };
}

function stateOf({ status, urgency, session, reopenings, helpers }: Ticket): State {
  if (status === "resolved") return { state: "Resolved", tone: "good", heading: "Resolved" };
  if (status === "withdrawn") return { state: "Withdrawn", tone: "default", heading: "Withdrawn" };
  if (isLive(session)) return { state: "In progress", tone: "accent", heading: "Session under way" };
  if (status === "claimed") return { state: "In progress", tone: "accent", heading: "Picked up" };
  const badge =
    urgency === "urgent"
      ? ({ state: "Open, urgent", tone: "attention" } as const)
      : ({ state: "Open", tone: "warning" } as const);
  if (reopenings.length > 0) return { ...badge, heading: "Reopened: needs a helper" };
  return { ...badge, heading: helpers.length > 0 ? "Needs a helper again" : "Needs a helper" };
}

/** The helper's own desk cannot say so: it does not reach them. */
function unreachable({ claim }: Ticket, view: TicketView): string {
  if (claim === null || view.absenceOf(claim.helper.id) === null) return "";
  return ` ${nameOf(claim.helper)}, Beckon can't write to you: open Beckon in a personal chat, and your desk appears there.`;
}

function holder({ claim, closedAt, status, helpers }: Ticket, clock: (at: number) => string): string {
  if (claim !== null) return `${nameOf(claim.helper)} has it since ${clock(claim.since)}.`;
  const last = helpers.at(-1);
  if (status === "resolved") {
    return `${last === undefined ? "Closed" : `${nameOf(last)} had it. Closed`} ${clock(closedAt ?? 0)}.`;
  }
  if (status === "withdrawn") return `Nothing to do any more since ${clock(closedAt ?? 0)}.`;
  return "Whoever picks it up first has it.";
}
