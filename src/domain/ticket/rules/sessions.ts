import { holdsClaim, isLive, isSessionHelper, isSharer, notTheHolder, notTheSharer } from "../authority.ts";
import type { CommandOf } from "../commands.ts";
import type { EndCause, EventPayload } from "../events.ts";
import type { Actor } from "../person.ts";
import { refuse } from "../refusal.ts";
import type { Ticket } from "../ticket.ts";
import { cancelOpenAsk, endOfSession, type RuleResult, revocations } from "./rule.ts";

// Taking access back: needs no consent and never raises a level. Only resuming gives access again.
type Side = "sharer" | "helper" | "lead";

export function stop({ actor, at }: CommandOf<"StopSession">, ticket: Ticket): RuleResult {
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

/** Back to view: revokes the higher grant and cancels the open ask for a higher level. */
export function stepDown({ actor }: CommandOf<"StepDown">, ticket: Ticket): RuleResult {
  const side = sideOf(actor, ticket);
  if (side === null) return notTheHolder(actor, ticket);
  const { session } = ticket;
  if (session === null) return refuse("no_session");
  const revoked = revocations(session, side);
  if (revoked.length === 0) return refuse("only_view");
  return [...cancelOpenAsk(session), ...revoked];
}

/** A pause suspends access at once and revokes higher levels for good. */
export function pause({ actor }: CommandOf<"PauseSession">, ticket: Ticket): RuleResult {
  const side = sideOf(actor, ticket);
  if (side === null) return notTheHolder(actor, ticket);
  const { session } = ticket;
  if (!isLive(session)) return refuse("no_session");
  if (session.pausedBy !== null) return refuse("session_paused", { who: ticket.sharer.name.text });
  const paused: EventPayload = { type: "SessionPaused", session: session.number };
  return [...cancelOpenAsk(session), ...revocations(session, "paused"), paused];
}

/** Resuming gives access again, so only the sharer may do it. */
export function resume({ actor }: CommandOf<"ResumeSession">, ticket: Ticket): RuleResult {
  if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  if (ticket.session === null) return refuse("no_session");
  if (ticket.session.pausedBy === null) return refuse("session_not_paused");
  return [{ type: "SessionResumed", session: ticket.session.number }];
}

export function reportTransport(command: CommandOf<"ReportTransport">, ticket: Ticket): RuleResult {
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

/** The transport confirms that a session that Beckon has ended is over. */
export function confirmEnd({ session }: CommandOf<"ConfirmEnd">, ticket: Ticket): RuleResult {
  const past = ticket.past.find(({ number }) => number === session);
  if (past === undefined || past.transport["end-confirmed"] !== undefined) return [];
  return [{ type: "TransportReported", session, fact: "end-confirmed" }];
}

/** The role in which the actor may take access back; null for none. */
function sideOf(actor: Actor, ticket: Ticket): Side | null {
  if (isSharer(actor, ticket)) return "sharer";
  if (holdsClaim(actor, ticket)) return "helper";
  return actor.roles.lead ? "lead" : null;
}
