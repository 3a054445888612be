import type { CardData } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority, openAsk } from "../../domain/ticket/authority.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import { clockOf } from "../session/sessions.ts";
import { nameOf, textOf } from "../words.ts";
import { deskActions } from "./desk-actions.ts";
import { deskFacts } from "./desk-facts.ts";
import { deskLead } from "./desk-lead.ts";
import { deskSteps } from "./desk-steps.ts";
import { onSurface } from "./parts.ts";
import { lastSession, type Stage, stageOf } from "./stage.ts";
import { viewLengths } from "./view-lengths.ts";

type Desk = CardData<"desk">;

const BADGE: Readonly<Record<Stage, Pick<Desk, "state" | "tone">>> = {
  waiting: { state: "Open", tone: "default" },
  "picked-up": { state: "Yours", tone: "accent" },
  blocked: { state: "Blocked", tone: "attention" },
  asked: { state: "Asked", tone: "warning" },
  live: { state: "Live", tone: "good" },
  paused: { state: "Paused", tone: "warning" },
  declined: { state: "Yours", tone: "accent" },
  between: { state: "Yours", tone: "accent" },
  resolved: { state: "Resolved", tone: "good" },
  withdrawn: { state: "Withdrawn", tone: "default" },
};

const HEADING: Readonly<Record<Exclude<Stage, "live">, string>> = {
  waiting: "Open",
  "picked-up": "Ready to help",
  blocked: "Remote help is not possible yet",
  asked: "Waiting for the answer",
  paused: "Paused: nothing is approved",
  declined: "Not approved",
  between: "Access withdrawn",
  resolved: "Resolved",
  withdrawn: "Withdrawn",
};

const NOTES_SHOWN = 3;

/** The cockpit of the helper who holds the ticket. */
export function desk(ticket: Ticket, holder: Person, view: TicketView): Desk {
  const stage = stageOf(ticket);
  const pending = openAsk(ticket.session);
  return {
    ...onSurface(ticket, `desk:${holder.id}`),
    ...BADGE[stage],
    heading: headingOf(ticket, stage, view),
    subject: textOf(ticket.subject),
    lead: deskLead(ticket, holder, stage, view),
    facts: deskFacts(ticket, holder, view),
    ...wish(ticket),
    hasPhrase: pending !== null && pending.phrase !== null,
    phrase: pending?.phrase?.code ?? "",
    ask: pending?.ask ?? 0,
    session: ticket.session?.number ?? lastSession(ticket)?.number ?? 0,
    ...deskSteps(ticket, view),
    reason: textOf(ticket.subject),
    ...viewLengths(view.policy),
    ...notes(ticket, holder, view),
    ...deskActions(ticket, holder, view),
  };
}

function headingOf(ticket: Ticket, stage: Stage, view: TicketView): string {
  if (stage === "live") return `${LEVEL[authority(ticket, view.at).level ?? "view"]} is approved`;
  const cannotArrive = stage === "asked" && view.absenceOf(ticket.sharer.id) !== null;
  return cannotArrive ? "The question cannot be delivered" : HEADING[stage];
}

function wish({ wanted, sharer }: Ticket): Pick<Desk, "hasWish" | "wish"> {
  if (wanted === null) return { hasWish: false, wish: "" };
  const offer = `${nameOf(sharer)} offers you ${LEVEL[wanted].toLowerCase()}.`;
  return { hasWish: true, wish: `${offer} Ask for it, and they are asked to allow it.` };
}

function notes(ticket: Ticket, holder: Person, view: TicketView): Pick<Desk, "notes" | "hasNotes"> {
  const clock = clockOf(holder, view);
  const newest = ticket.notes.slice(-NOTES_SHOWN).toReversed();
  return {
    hasNotes: newest.length > 0,
    notes: newest.map(({ at, by, note }) => ({
      note: textOf(note),
      written: `${nameOf(by)}, ${clock(at)}`,
    })),
  };
}
