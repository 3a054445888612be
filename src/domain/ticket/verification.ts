import type { Finding } from "./finding.ts";
import type { Session, Ticket } from "./ticket.ts";

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

export interface Silence {
  readonly since: number;
  /** The newest check without an answer. */
  readonly triedAt: number;
  readonly findings: readonly Finding[];
}

/** Until when a verification carries a level if no other check follows. */
export interface Trust {
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
