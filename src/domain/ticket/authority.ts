import type { Finding } from "./finding.ts";
import type { PersonId } from "./ids.ts";
import { isAbove, type Level } from "./level.ts";
import type { Actor, Roles } from "./person.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Ask, Grant, Session, Ticket } from "./ticket.ts";

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

/** Who may do what on a ticket. Cards only reflect these rules; every command is decided by them. */
export const isSharer = ({ person }: Actor, ticket: Ticket): boolean => person.id === ticket.sharer.id;

export const holdsClaim = ({ person }: Actor, ticket: Ticket): boolean =>
  ticket.claim?.helper.id === person.id;

/** The sharer, and everybody who holds or ever held the ticket; the helpdesk knows of every ticket besides. */
export const takesPart = (person: PersonId, { sharer, helpers }: Ticket): boolean =>
  sharer.id === person || helpers.some(({ id }) => id === person);

/** Leads are helpers with more rights. */
export const mayHelp = ({ helper, lead }: Roles): boolean => helper || lead;

/** Taking access back needs the claim only; working on the ticket needs the helper role too. */
export const isClaimingHelper = (actor: Actor, ticket: Ticket): boolean =>
  holdsClaim(actor, ticket) && mayHelp(actor.roles);

export const isSessionHelper = ({ person }: Actor, session: Session): boolean =>
  session.helper.id === person.id;

export const isOver = ({ status }: Ticket): boolean => status === "resolved" || status === "withdrawn";

export const notTheSharer = (ticket: Ticket): Refusal =>
  refuse("not_the_sharer", { who: ticket.sharer.name.text });

/** The refusal for an actor who does not hold the claim. */
export function notTheHolder(actor: Actor, ticket: Ticket): Refusal {
  if (!mayHelp(actor.roles)) return refuse("not_a_helper");
  if (ticket.claim === null) return refuse("not_claimed");
  return refuse("not_the_claiming_helper", {
    who: ticket.claim.helper.name.text,
    when: ticket.claim.since,
  });
}

/** Who acts on a request: its sharer, the helper who holds it, a lead. Other helpers pick it up first. */
export const hasPart = (actor: Actor, ticket: Ticket): boolean =>
  isSharer(actor, ticket) || holdsClaim(actor, ticket) || actor.roles.lead;

/** A closed request has no holder; who held it last can still add what they know. */
export const heldLast = (actor: Actor, ticket: Ticket): boolean =>
  isOver(ticket) && mayHelp(actor.roles) && ticket.formerClaims.at(-1)?.helper.id === actor.person.id;

/**
 * Until when the conditions of a session count as known to hold. The durations come with the ask, so a later change
 * of the policy does not alter a running session.
 */
export interface Verification {
  /** Milliseconds between checks, and how long a level stays while its sources do not answer. */
  readonly every: number;
  readonly grace: number;
  /** When every condition was last met: in a check, or at an ask, which checks eligibility too. */
  readonly at: number;
  /** Null while the sources answer. */
  readonly silence: Silence | null;
}

interface Silence {
  readonly since: number;
  /** The newest check without an answer. */
  readonly triedAt: number;
  readonly findings: readonly Finding[];
}

/** Until when a verification carries a level if no other check follows. */
interface Trust {
  readonly viewOnlyAt: number;
  readonly endsAt: number;
}

/**
 * The grace period begins with the first check that got no answer, or that no process made, and never before the
 * consent. After one grace period only view is left, after two nothing.
 */
export function trust({ every, grace, at, silence }: Verification, liveSince: number): Trust {
  const missed = Math.max(at + every, liveSince);
  const unverifiedSince = Math.min(silence?.since ?? missed, missed);
  return { viewOnlyAt: unverifiedSince + grace, endsAt: unverifiedSince + 2 * grace };
}

/** When the conditions of this session are to be checked again; null without a live session. */
export function nextCheck({ id, session }: Ticket): number | null {
  if (session === null || !session.grants.some(({ level, over }) => level === "view" && over === null)) {
    return null;
  }
  const { every, at, silence } = session.verification;
  return silence === null ? at + every - jitter(id, every) : silence.triedAt + every / 2;
}

/** Up to a quarter of the period earlier, fixed per ticket, so that sessions that began together are checked apart. */
function jitter(id: string, every: number): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) % BUCKETS;
  return Math.floor((every / 4) * (hash / BUCKETS));
}
/** Prime, so that consecutive ticket numbers get different buckets. */
const BUCKETS = 97;

export const verified = ({ verification }: Session, at: number): Partial<Session> => ({
  verification: { ...verification, at, silence: null },
});

export const unverified = (
  { verification }: Session,
  at: number,
  findings: readonly Finding[],
): Partial<Session> => ({
  verification: {
    ...verification,
    silence: { since: verification.silence?.since ?? at, triedAt: at, findings },
  },
});
