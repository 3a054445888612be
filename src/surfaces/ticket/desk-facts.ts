import type { CardData } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { openAsk } from "../../domain/ticket/authority.ts";
import { TRANSPORT_FACTS, type TransportFact } from "../../domain/ticket/events.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { checkInOf, complianceOf } from "../device-words.ts";
import { OUTCOME, URGENCY } from "../names.ts";
import { type Clock, clockOf } from "../session/sessions.ts";
import { deviceOf, jobTitleOf, nameOf, textOf, textOrNothing } from "../words.ts";
import { approved } from "./approved.ts";
import { asked, row } from "./parts.ts";
import { lastSession } from "./stage.ts";

/** Who and what it is about, and what is approved and reported so far. */
export function deskFacts(ticket: Ticket, holder: Person, view: TicketView): CardData<"desk">["facts"] {
  const { sharer, device, session } = ticket;
  const clock = clockOf(holder, view);
  const title = jobTitleOf(sharer);
  const pending = openAsk(session);
  return [
    ...row("Approved", session === null ? "" : approved(session, clock)),
    ...row("You asked", pending === null ? "" : textOf(pending.reason)),
    ...row("Connection", told(ticket, clock)),
    ...row("Handed over", handedOver(ticket)),
    ...row("Reopened", reopened(ticket, clock)),
    ...row("Person", title === "" ? nameOf(sharer) : `${nameOf(sharer)}, ${title}`),
    ...row("Device", device === null ? "No device" : deviceOf(device)),
    ...row("Its state", reported(ticket, clock)),
    ...row("Details", textOrNothing(ticket.details)),
    ...row("Urgency", URGENCY[ticket.urgency]),
    ...row("Asked", asked(ticket, clock)),
  ];
}

/** The device as it was reported at the pickup, until an ask has looked afresh. */
function reported(ticket: Ticket, clock: Clock): string {
  const { claim, device, session, denials } = ticket;
  const report = claim?.report;
  if (claim == null || report === undefined || report.device !== device?.id) return "";
  const isOld = denials.some(({ at }) => at >= claim.since);
  if (isOld || session !== null || lastSession(ticket) !== null) return "";
  const { compliance: complianceState, lastSyncAt } = report;
  const said = [complianceOf({ complianceState }), checkInOf({ lastSyncAt }, claim.since)].join(", ");
  return `${said.charAt(0).toUpperCase()}${said.slice(1)} (as of ${clock(claim.since)})`;
}

/** Who gave it to this helper, and what they should know. */
function handedOver({ claim }: Ticket): string {
  if (claim?.handover == null) return "";
  const { by, note } = claim.handover;
  return note === null ? `by ${nameOf(by)}` : `by ${nameOf(by)}: ${textOf(note)}`;
}

/** Why it is back, and what was thought to be the end. */
function reopened({ reopenings }: Ticket, clock: Clock): string {
  const last = reopenings.at(-1);
  if (last === undefined) return "";
  const { at, by, reason, resolution } = last;
  const why = reason === null ? "" : `: ${textOf(reason)}`;
  const before =
    resolution === null ? "" : ` Before: ${OUTCOME[resolution.outcome]}. ${textOf(resolution.done)}`;
  return `by ${nameOf(by)}, ${clock(at)}${why}${before === "" ? "" : ` ·${before}`}`;
}

/** What was reported about the connection, and by whom: never what Beckon merely allowed. */
function told({ sharer, session }: Ticket, clock: Clock): string {
  if (session === null) return "";
  return TRANSPORT_FACTS.flatMap((fact) => {
    const at = session.transport[fact];
    return at === undefined ? [] : [`${TOLD_HELPER[fact](nameOf(sharer))} ${clock(at)}`];
  }).join(" · ");
}

const TOLD_HELPER: Readonly<Record<TransportFact, (sharer: string) => string>> = {
  "helper-says-started": () => "You said it started",
  "helper-says-ended": () => "You said it ended",
  "sharer-says-ended": (sharer) => `${sharer} says it ended`,
  "end-confirmed": () => "End confirmed",
};
