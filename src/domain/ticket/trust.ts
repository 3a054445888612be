import type { Finding } from "./finding.ts";

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
