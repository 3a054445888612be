import { openAsk } from "../authority.ts";
import type { EndCause, EventPayload, RevocationCause } from "../events.ts";
import type { Finding } from "../finding.ts";
import { isAbove, type Level } from "../level.ts";
import type { Refusal } from "../refusal.ts";
import type { Session, Ticket } from "../ticket.ts";

/** What every rule returns: the events that the command causes, or the refusal. */
export type RuleResult = readonly EventPayload[] | Refusal;

/** Revokes every open grant above `keeps`. */
export const revocations = (
  session: Session,
  cause: RevocationCause,
  keeps: Level = "view",
  findings: readonly Finding[] = [],
): Extract<EventPayload, { type: "GrantRevoked" }>[] =>
  session.grants
    .filter((grant) => grant.over === null && isAbove(grant.level, keeps))
    .map(({ level }) => ({ type: "GrantRevoked", session: session.number, level, cause, findings }));

/** Revoking a level also cancels the open ask for a higher level or more time. */
export function cancelOpenAsk(session: Session): EventPayload[] {
  const pending = openAsk(session);
  if (pending === null || pending.kind === "view") return [];
  return [{ type: "AskCancelled", session: session.number, ask: pending.ask }];
}

export function endOfSession(ticket: Ticket, cause: EndCause, at: number): EventPayload[] {
  if (ticket.session === null) return [];
  return [{ type: "SessionEnded", session: ticket.session.number, cause, findings: [], endedAt: at }];
}
