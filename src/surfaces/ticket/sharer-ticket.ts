import type { CardData } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority, openAsk } from "../../domain/ticket/authority.ts";
import type { Session, Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL, OUTCOME, URGENCY } from "../names.ts";
import { clockOf } from "../session/sessions.ts";
import { deviceOf, nameOf, textOf, textOrNothing } from "../words.ts";
import { approved } from "./approved.ts";
import { asked, onSurface, row } from "./parts.ts";
import { mayReopen, sharerLead } from "./sharer-lead.ts";
import { type Stage, stageOf } from "./stage.ts";

const BADGE: Readonly<Record<Stage, Pick<CardData<"ticket-sharer">, "state" | "tone">>> = {
  waiting: { state: "Open", tone: "accent" },
  "picked-up": { state: "In progress", tone: "accent" },
  blocked: { state: "Blocked", tone: "attention" },
  asked: { state: "Your answer", tone: "warning" },
  live: { state: "Live", tone: "good" },
  paused: { state: "Paused", tone: "warning" },
  declined: { state: "In progress", tone: "accent" },
  between: { state: "In progress", tone: "accent" },
  resolved: { state: "Resolved", tone: "good" },
  withdrawn: { state: "Withdrawn", tone: "default" },
};

const HEADING: Readonly<Record<Exclude<Stage, "live">, string>> = {
  waiting: "Waiting for a helper",
  "picked-up": "A helper has your request",
  blocked: "Remote help is not possible yet",
  asked: "A question waits for your answer",
  paused: "Paused: nothing is approved",
  declined: "Nothing is approved",
  between: "Access withdrawn",
  resolved: "Resolved",
  withdrawn: "Request withdrawn",
};

/** The one card that the sharer keeps from the request to the end. */
export function sharerTicket(ticket: Ticket, view: TicketView): CardData<"ticket-sharer"> {
  const stage = stageOf(ticket);
  const { level } = authority(ticket, view.at);
  const inSession = stage === "live" || stage === "paused";
  const canChange = !inSession && stage !== "resolved" && stage !== "withdrawn";
  const canReopen = mayReopen(ticket, view);
  return {
    ...onSurface(ticket, "ticket-sharer"),
    ...BADGE[stage],
    heading: stage === "live" ? `${LEVEL[level ?? "view"]} is approved` : HEADING[stage],
    subject: textOf(ticket.subject),
    lead: sharerLead(ticket, stage, view),
    facts: facts(ticket, view),
    details: textOrNothing(ticket.details),
    urgency: ticket.urgency,
    canStop: inSession,
    canStepDown: level !== null && level !== "view",
    canChangeDevice: canChange && ticket.session === null,
    canChange,
    canReopen,
    hasActions: canChange || canReopen,
  };
}

function facts(ticket: Ticket, view: TicketView): CardData<"ticket-sharer">["facts"] {
  const { claim, device, session, resolution } = ticket;
  const clock = clockOf(ticket.sharer, view);
  return [
    ...row("Approved", session === null ? "" : approved(session, clock)),
    ...row("Question", pending(session, clock)),
    ...row("Helper", claim === null ? "" : `${nameOf(claim.helper)}, since ${clock(claim.since)}`),
    ...row("Outcome", resolution === null ? "" : OUTCOME[resolution.outcome]),
    ...row("Done", resolution === null ? "" : textOf(resolution.done)),
    ...row("Device", device === null ? "No device" : deviceOf(device)),
    ...row("Details", textOrNothing(ticket.details)),
    ...row("Urgency", URGENCY[ticket.urgency]),
    ...row("Asked", asked(ticket, clock)),
  ];
}

function pending(session: Session | null, clock: (at: number) => string): string {
  const ask = openAsk(session);
  return ask === null ? "" : `Answer by ${clock(ask.answerBy)}; no answer is a no`;
}
