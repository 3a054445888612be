import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { type Rejudged, rejudge } from "../domain/eligibility/rejudge.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { RecordedDecision } from "./past-decisions.ts";

export interface Draft {
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
}

/** One decision that the draft would change, or of which that cannot be said. */
export interface ReplayedDecision {
  readonly decision: RecordedDecision;
  readonly was: "allowed" | "refused";
  readonly would: Rejudged["outcome"] | "shorter" | "lapsed";
  readonly findings: readonly Finding[];
  /** For what no condition decides: times and numbers. */
  readonly why: string | null;
}

/** How a decision would have ended under the draft; null when the same. */
export function replayDecision(decision: RecordedDecision, draft: Draft): ReplayedDecision | null {
  const was = decision.past.wasAllowed ? "allowed" : "refused";
  const { outcome, findings } = rejudge(decision.past, draft.eligibility);
  if (outcome !== was) return { decision, was, would: outcome, findings, why: null };
  if (was === "refused") return null;
  const limit = byLimits(decision, draft.policy);
  return limit === null ? null : { decision, was, findings: [], ...limit };
}

const MINUTE = 60_000;
const inMinutes = (length: number): string => `${Math.round((length / MINUTE) * 10) / 10} min`;

/** An allowed question that the draft's times and numbers would not have left as it was. */
function byLimits(
  { asked, past: { level } }: RecordedDecision,
  { extension, longest, answerWindow }: Policy,
): Pick<ReplayedDecision, "would" | "why"> | null {
  if (asked === null) return null;
  const { kind, length, answeredAfter } = asked;
  if (asked.extension > extension.most)
    return { would: "refused", why: `extension ${asked.extension}; the draft has ${extension.most}` };
  const window = kind === "view" ? answerWindow.view : answerWindow.escalation;
  if (answeredAfter !== null && answeredAfter >= window)
    return {
      would: "lapsed",
      why: `allowed after ${inMinutes(answeredAfter)}; the draft waits ${inMinutes(window)}`,
    };
  const most = kind === "extension" ? extension.length : longest[level];
  return length > most
    ? { would: "shorter", why: `asked for ${inMinutes(length)}; the draft gives ${inMinutes(most)}` }
    : null;
}
