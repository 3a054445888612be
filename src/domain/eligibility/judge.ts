import type { Finding, Owner, Verdict } from "../ticket/finding.ts";
import type { Level } from "../ticket/level.ts";
import { type CheckContext, couldNotTell, type Observation, SUBJECTS, type Subject } from "./check.ts";
import { CHECKS, type Check } from "./checks.ts";
import type { Facts } from "./facts.ts";
import { CHECK_IDS, type CheckId, type EligibilityPolicy, type Mode } from "./policy.ts";

/** A request has no helper yet: only the sharer, the device and the tenant can be judged. */
export const BEFORE_A_HELPER: readonly Subject[] = ["sharer", "device", "tenant"];

/**
 * May this helper reach this level on this sharer's device? Pure; the facts carry their own time. Unknown never
 * grants. Judged about everything unless told otherwise, so that forgetting to name a helper is a no.
 */
export function judge(
  facts: Facts,
  policy: EligibilityPolicy,
  level: Level,
  about: readonly Subject[] = SUBJECTS,
): Verdict {
  const findings = CHECK_IDS.flatMap((id) =>
    about.includes(CHECKS[id].about) ? finding(id, facts, { level, policy }) : [],
  );
  const stands = findings.some(({ outcome }) => outcome === "unmet" || outcome === "unknown");
  return { level, verdict: stands ? "deny" : "allow", findings };
}

function finding(id: CheckId, facts: Facts, ask: CheckContext): readonly Finding[] {
  const mode = ask.policy.checks[id];
  if (mode === "off") return [];
  const observation = CHECKS[id].rule(facts, ask);
  if (observation === null) return [];
  const outcome = weigh(observation, mode, ask.level);
  const doubtful = outcome === "warning" && observation.outcome === "unknown";
  const seen = doubtful ? couldNotTell(observation.seen) : observation.seen;
  return [{ check: id, outcome, seen, owner: ownerOf(observation, CHECKS[id]) }];
}

function weigh({ outcome }: Observation, mode: Mode, level: Level): Finding["outcome"] {
  if (outcome === "met") return "met";
  if (mode === "warn" || (mode === "view-only" && level === "view")) return "warning";
  return outcome;
}

/** A missing permission is the identity admin's; for a source that did not answer, the caller tries again. */
function ownerOf({ outcome, missingPermission, owner }: Observation, check: Check): Owner {
  if (owner !== undefined) return owner;
  if (outcome !== "unknown") return check.owner;
  if (missingPermission !== undefined) return "identity-admin";
  return check.about === "helper" ? "helper" : "sharer";
}

/** What keeps a helper from looking after this person on this device, by the rule of an ask; null when nothing does. */
export function outOfScope(facts: Facts, policy: EligibilityPolicy): Finding | null {
  const { findings } = judge(facts, policy, "view", ["helper"]);
  const scope = findings.find(({ check }) => check === "helper-scope");
  return scope === undefined || scope.outcome === "met" || scope.outcome === "warning" ? null : scope;
}
