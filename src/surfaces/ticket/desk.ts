import type { CardData } from "../../cards/catalog.ts";
import { authority, openAsk } from "../../domain/ticket/authority.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import { clockOf } from "../session/sessions.ts";
import type { RenderContext } from "../surface.ts";
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
export function desk(ticket: Ticket, holder: Person, scene: RenderContext): Desk {
  const stage = stageOf(ticket);
  const pending = openAsk(ticket.session);
  return {
    ...onSurface(ticket, `desk:${holder.id}`),
    ...BADGE[stage],
    heading: headingOf(ticket, stage, scene),
    subject: textOf(ticket.subject),
    lead: deskLead(ticket, holder, stage, scene),
    facts: deskFacts(ticket, holder, scene),
    ...wish(ticket),
    hasPhrase: pending !== null && pending.phrase !== null,
    phrase: pending?.phrase?.code ?? "",
    ask: pending?.ask ?? 0,
    session: ticket.session?.number ?? lastSession(ticket)?.number ?? 0,
    ...deskSteps(ticket, scene),
    reason: textOf(ticket.subject),
    ...viewLengths(scene.policy),
    ...notes(ticket, holder, scene),
    ...deskActions(ticket, holder, scene),
  };
}

function headingOf(ticket: Ticket, stage: Stage, scene: RenderContext): string {
  if (stage === "live") return `${LEVEL[authority(ticket, scene.at).level ?? "view"]} is approved`;
  const cannotArrive = stage === "asked" && scene.absenceOf(ticket.sharer.id) !== null;
  return cannotArrive ? "The question cannot be delivered" : HEADING[stage];
}

function wish({ wanted, sharer }: Ticket): Pick<Desk, "hasWish" | "wish"> {
  if (wanted === null) return { hasWish: false, wish: "" };
  const offer = `${nameOf(sharer)} offers you ${LEVEL[wanted].toLowerCase()}.`;
  return { hasWish: true, wish: `${offer} Ask for it, and they are asked to allow it.` };
}

function notes(ticket: Ticket, holder: Person, scene: RenderContext): Pick<Desk, "notes" | "hasNotes"> {
  const clock = clockOf(holder, scene);
  const newest = ticket.notes.slice(-NOTES_SHOWN).toReversed();
  return {
    hasNotes: newest.length > 0,
    notes: newest.map(({ at, by, note }) => ({
      note: textOf(note),
      written: `${nameOf(by)}, ${clock(at)}`,
    })),
  };
}
