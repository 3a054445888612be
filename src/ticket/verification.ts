import type { Finding } from "./finding.ts";
import type { Session, Ticket } from "./ticket.ts";

/**
 * How far the conditions of a session are known to hold. Its terms come with the ask, as those of a consent do, so that
 * a policy that is changed meanwhile rewrites nothing.
 */
export interface Verification {
  /** How often all of it is checked again, and how long a level outlives the silence of its sources. */
  readonly every: number;
  readonly grace: number;
  /** When all was last met: in a check, or at an ask, which is judged afresh. */
  readonly at: number;
  /** Null while the sources answer. */
  readonly silence: Silence | null;
}

export interface Silence {
  readonly since: number;
  /** The newest try, as silent as those before it. */
  readonly triedAt: number;
  readonly findings: readonly Finding[];
}

/** Until when a verification carries a level if no other one follows. */
export interface Trust {
  readonly viewOnlyAt: number;
  readonly endsAt: number;
}

/**
 * Nothing is trusted for long after it was last seen to be true, whoever is to blame: a silent source, or no process
 * that asked. Doubt begins with the first silent check or the first one that was missed, and never before the consent.
 */
export function trust({ every, grace, at, silence }: Verification, liveSince: number): Trust {
  const missed = Math.max(at + every, liveSince);
  const doubtFrom = Math.min(silence?.since ?? missed, missed);
  return { viewOnlyAt: doubtFrom + grace, endsAt: doubtFrom + 2 * grace };
}

/** When the conditions of this session are to be checked again; null when there is nothing to check. */
export function nextCheck({ id, session }: Ticket): number | null {
  if (session === null || !session.grants.some(({ level, over }) => level === "view" && over === null)) {
    return null;
  }
  const { every, at, silence } = session.verification;
  return silence === null ? at + every - spread(id, every) : silence.triedAt + every / 2;
}

/** Many sessions that began, or were found again, at the same moment drift apart: up to a quarter earlier, never later. */
function spread(id: string, every: number): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) % SHARES;
  return Math.floor((every / 4) * (hash / SHARES));
}
/** A prime, so that neighbouring numbers do not fall together. */
const SHARES = 97;

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
