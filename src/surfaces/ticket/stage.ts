import { isLive } from "../../domain/ticket/authority.ts";
import { standingDenial } from "../../domain/ticket/denials.ts";
import { wasLive } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Ticket } from "../../domain/ticket/ticket.ts";

/** Where a ticket is, as people see it: one heading each. */
export type Stage =
  /** Nobody has it. */
  | "waiting"
  /** A helper has it and has not asked for anything yet. */
  | "picked-up"
  /** A condition for remote help is not met. */
  | "blocked"
  /** The sharer has a question to answer, and nobody has access. */
  | "asked"
  | "live"
  | "paused"
  /** The question was not answered with yes. */
  | "declined"
  /** A session is over and the ticket is not. */
  | "between"
  | "resolved"
  | "withdrawn";

export function stageOf(ticket: Ticket): Stage {
  const { status, session } = ticket;
  if (status === "resolved" || status === "withdrawn") return status;
  if (session !== null) {
    if (session.pausedBy !== null) return "paused";
    return isLive(session) ? "live" : "asked";
  }
  if (status === "open") return "waiting";
  const last = lastSession(ticket);
  if (standingDenial(ticket) !== null) return "blocked";
  if (last === null) return "picked-up";
  return wasLive(last) ? "between" : "declined";
}

/** The newest session of the present claim; those of earlier holders are history. */
export function lastSession({ past, claim }: Ticket): EndedSession | null {
  const last = past.at(-1);
  return last === undefined || claim === null || last.askedAt < claim.since ? null : last;
}
