import { highestGrant, isLive, openAsk } from "../authority.ts";
import type { CommandOf } from "../commands.ts";
import type { EventPayload } from "../events.ts";
import type { Finding, Verdict } from "../finding.ts";
import { isAbove, LEVELS, type Level, rank } from "../level.ts";
import type { Session, Ticket } from "../ticket.ts";
import { cancelOpenAsk, revocations } from "./rule.ts";

/**
 * Applies a check of a running session. An unmet condition lowers the level, or ends the session; an unknown one does
 * neither by itself. A check never raises a level.
 */
export function recordCheck(
  { session: number, verdicts, at }: CommandOf<"RecordCheck">,
  ticket: Ticket,
): readonly EventPayload[] {
  const { session } = ticket;
  if (session?.number !== number) return [];
  const lost = LEVELS.find((level) => unmetIn(verdicts[level]).length > 0);
  if (lost === "view") return [ended(session, unmetIn(verdicts.view), at)];
  const keeps = lost === undefined ? "elevation" : below(lost);
  const findings = lost === undefined ? [] : unmetIn(verdicts[lost]);
  const evidence = isLive(session) ? evidenceFor(session, keeps, verdicts, at) : [];
  return [...lowered(session, keeps, findings), ...evidence];
}

const unmetIn = ({ findings }: Verdict) => findings.filter(({ outcome }) => outcome === "unmet");
const below = (level: Level): Level => LEVELS[rank(level) - 1] ?? "view";

const ended = ({ number }: Session, findings: readonly Finding[], at: number): EventPayload => ({
  type: "SessionEnded",
  session: number,
  cause: "eligibility-lost",
  findings,
  endedAt: at,
});

function lowered(session: Session, keeps: Level, findings: readonly Finding[]): EventPayload[] {
  const ask = openAsk(session);
  const denied: EventPayload[] =
    ask === null || !isAbove(ask.level, keeps)
      ? []
      : [{ type: "EligibilityDenied", level: ask.level, findings }];
  const lost = [...denied, ...revocations(session, "eligibility-lost", keeps, findings)];
  return lost.length === 0 ? [] : [...cancelOpenAsk(session), ...lost];
}

/** Records the check's result for the level that is left. */
function evidenceFor(
  session: Session,
  keeps: Level,
  verdicts: Readonly<Record<Level, Verdict>>,
  at: number,
): EventPayload[] {
  const top = highestGrant(session, at)?.level ?? "view";
  const level = isAbove(top, keeps) ? keeps : top;
  const { verdict, findings } = verdicts[level];
  if (verdict === "allow") return [{ type: "SessionVerified", session: session.number, level }];
  const unknown = findings.filter(({ outcome }) => outcome === "unknown");
  return [{ type: "SessionUnverified", session: session.number, findings: unknown }];
}
