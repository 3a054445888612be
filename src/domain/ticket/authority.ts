import { isAbove, type Level } from "./level.ts";
import type { Ask, Grant, Session, Ticket } from "./ticket.ts";
import { trust } from "./verification.ts";

/**
 * The highest level allowed at a moment, and until when it was consented to; a null level allows nothing. It can end
 * sooner, when the session's conditions are no longer verified.
 */
export type Authority =
  | { readonly level: Level; readonly until: number }
  | { readonly level: null; readonly until: null };

const NOTHING: Authority = { level: null, until: null };

/**
 * What the grants allow at `at`. Computed and never stored, so a late timer prolongs nothing. A higher grant counts
 * only while the view grant is in force, and no grant counts once its conditions are unverified for too long.
 */
export function authority(ticket: Ticket, at: number): Authority {
  const session = ticket.session;
  if (session === null || session.pausedBy !== null) return NOTHING;
  const view = grantInForce(session, "view", at);
  if (view === null) return NOTHING;
  const { viewOnlyAt, endsAt } = trust(session.verification, view.from);
  if (at >= endsAt) return NOTHING;
  const top = at >= viewOnlyAt ? view : (highestGrant(session, at) ?? view);
  return { level: top.level, until: Math.min(top.until, view.until) };
}

export function grantInForce(session: Session, level: Level, at: number): Grant | null {
  return session.grants.find((grant) => grant.level === level && isInForce(grant, at)) ?? null;
}

export function highestGrant(session: Session, at: number): Grant | null {
  return session.grants
    .filter((grant) => isInForce(grant, at))
    .reduce<Grant | null>(
      (top, grant) => (top === null || isAbove(grant.level, top.level) ? grant : top),
      null,
    );
}

const isInForce = (grant: Grant, at: number): boolean =>
  grant.over === null && grant.from <= at && at < grant.until;

/** The grant that the session rests on; null before the first consent. */
export function viewGrant(session: Session): Grant | null {
  return session.grants.find((grant) => grant.level === "view" && grant.over === null) ?? null;
}

/** Live from the first consent to the end, pauses included. */
export const isLive = (session: Session | null): session is Session =>
  session !== null && viewGrant(session) !== null;

export const openAsk = (session: Session | null): Ask | null =>
  session?.asks.find((ask) => ask.answer === null) ?? null;
