import { isLive } from "../authority.ts";
import type { CommandOf } from "../commands.ts";
import type { EndCause, EventPayload } from "../events.ts";
import type { Actor } from "../person.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { cancelOpenAsk, revocations } from "../taking-back.ts";
import type { Ticket } from "../ticket.ts";
import { endOfSession } from "./requests.ts";
import { holdsClaim, isSessionHelper, isSharer, notTheHolder, notTheSharer } from "./who.ts";

/** Taking access back. Nothing here asks anybody first, and nothing here ever raises a level. */
type Answer = readonly EventPayload[] | Refusal;
type Side = "sharer" | "helper" | "lead";

export function stop({ actor, at }: CommandOf<"StopSession">, ticket: Ticket): Answer {
  const side = sideOf(actor, ticket);
  if (side === null) return notTheHolder(actor, ticket);
  if (ticket.session === null) return refuse("no_session");
  const cause: Record<Side, EndCause> = {
    sharer: "ended-by-sharer",
    helper: "ended-by-helper",
    lead: "ended-by-lead",
  };
  return endOfSession(ticket, cause[side], at);
}

/** Back to view: the highest grant goes, and an open question for a higher level with it. */
export function stepDown({ actor }: CommandOf<"StepDown">, ticket: Ticket): Answer {
  const side = sideOf(actor, ticket);
  if (side === null) return notTheHolder(actor, ticket);
  const { session } = ticket;
  if (session === null) return refuse("no_session");
  const revoked = revocations(session, side);
  if (revoked.length === 0) return refuse("only_view");
  return [...cancelOpenAsk(session), ...revoked];
}

/** A pause suspends everything at once and takes higher levels back for good. */
export function pause({ actor }: CommandOf<"PauseSession">, ticket: Ticket): Answer {
  const side = sideOf(actor, ticket);
  if (side === null) return notTheHolder(actor, ticket);
  const { session } = ticket;
  if (!isLive(session)) return refuse("no_session");
  if (session.pausedBy !== null) return refuse("session_paused", { who: ticket.sharer.name.text });
  const paused: EventPayload = { type: "SessionPaused", session: session.number };
  return [...cancelOpenAsk(session), ...revocations(session, "paused"), paused];
}

/** Resuming gives access again, so it is the sharer's alone. */
export function resume({ actor }: CommandOf<"ResumeSession">, ticket: Ticket): Answer {
  if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  if (ticket.session === null) return refuse("no_session");
  if (ticket.session.pausedBy === null) return refuse("session_not_paused");
  return [{ type: "SessionResumed", session: ticket.session.number }];
}

export function reportTransport(command: CommandOf<"ReportTransport">, ticket: Ticket): Answer {
  const { actor, session, fact } = command;
  const told = [...ticket.past, ...(ticket.session === null ? [] : [ticket.session])].find(
    (each) => each.number === session,
  );
  if (told === undefined) return refuse("no_session");
  if (fact.startsWith("sharer-")) {
    if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  } else if (!isSessionHelper(actor, told)) return notTheHolder(actor, ticket);
  return told.transport[fact] === undefined ? [{ type: "TransportReported", session, fact }] : [];
}

export function loseTransport({ session, at }: CommandOf<"LoseTransport">, ticket: Ticket): Answer {
  return ticket.session?.number === session ? endOfSession(ticket, "transport-lost", at) : [];
}

/** The transport itself says that a session, which is over for Beckon, has really ended. */
export function confirmEnd({ session }: CommandOf<"ConfirmEnd">, ticket: Ticket): Answer {
  const past = ticket.past.find(({ number }) => number === session);
  if (past === undefined || past.transport["end-confirmed"] !== undefined) return [];
  return [{ type: "TransportReported", session, fact: "end-confirmed" }];
}

/** In which role somebody takes access back; null when it is not theirs to do. */
function sideOf(actor: Actor, ticket: Ticket): Side | null {
  if (isSharer(actor, ticket)) return "sharer";
  if (holdsClaim(actor, ticket)) return "helper";
  return actor.roles.lead ? "lead" : null;
}
