import { openAsk } from "./authority.ts";
import type { EventPayload, RevocationCause } from "./events.ts";
import type { Finding } from "./finding.ts";
import { isAbove, type Level } from "./level.ts";
import type { Session } from "./ticket.ts";

/** What is in force above a level, taken back. */
export const revocations = (
  session: Session,
  cause: RevocationCause,
  keeps: Level = "view",
  findings: readonly Finding[] = [],
): Extract<EventPayload, { type: "GrantRevoked" }>[] =>
  session.grants
    .filter((grant) => grant.over === null && isAbove(grant.level, keeps))
    .map(({ level }) => ({ type: "GrantRevoked", session: session.number, level, cause, findings }));

/** Whatever takes a level back takes the question for more along. */
export function cancelOpenAsk(session: Session): EventPayload[] {
  const pending = openAsk(session);
  if (pending === null || pending.kind === "view") return [];
  return [{ type: "AskCancelled", session: session.number, ask: pending.ask }];
}
