import type { Finding } from "./finding.ts";
import type { Session, Ticket } from "./ticket.ts";

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
