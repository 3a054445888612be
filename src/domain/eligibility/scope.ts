import type { Finding } from "../ticket/finding.ts";
import type { Facts } from "./facts.ts";
import { judge } from "./judge.ts";
import type { EligibilityPolicy } from "./policy.ts";

/**
 * What keeps a helper from looking after this person on this device; null when nothing does. The same rule that a press
 * is judged by, so nobody learns by looking what they could not learn by asking.
 */
export function outOfScope(facts: Facts, policy: EligibilityPolicy): Finding | null {
  const { findings } = judge(facts, policy, "view", ["helper"]);
  const scope = findings.find(({ check }) => check === "helper-scope");
  return scope === undefined || scope.outcome === "met" || scope.outcome === "warning" ? null : scope;
}
