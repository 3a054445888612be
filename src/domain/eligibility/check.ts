import { type Fact, isPhrase } from "../ticket/fact.ts";
import type { Owner } from "../ticket/finding.ts";
import type { Level } from "../ticket/level.ts";
import type { Facts, Lookup, Unknown } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";

export const SUBJECTS = ["sharer", "device", "helper", "tenant"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What a rule saw, before the policy weighs it. `unknown` comes with the reason in place of what was seen. */
export interface Observation {
  readonly outcome: "met" | "unmet" | "unknown";
  readonly seen: Fact;
  readonly missingPermission?: string;
  /** Instead of the check's own owner. */
  readonly owner?: Owner;
}

/** One ask: at which level, under which policy. */
export interface CheckContext {
  readonly level: Level;
  readonly policy: EligibilityPolicy;
}

/** @returns null when the condition does not apply: a laptop cannot be jailbroken. */
export type Rule = (facts: Facts, ask: CheckContext) => Observation | null;

export const met = (seen: Fact): Observation => ({ outcome: "met", seen });
export const unmet = (seen: Fact): Observation => ({ outcome: "unmet", seen });

export const unknown = ({ why, missingPermission, owner }: Unknown): Observation => ({
  outcome: "unknown",
  seen:
    missingPermission === undefined ? why : { fact: "lacks-permission", why, permission: missingPermission },
  ...(missingPermission === undefined ? {} : { missingPermission }),
  ...(owner === undefined ? {} : { owner }),
});

/** The source answered with a value that decides nothing. */
export const undecided = (value: Fact, by: "intune" | "entra" = "intune"): Observation =>
  unknown({ why: { fact: `${by}-says`, value } });

export const isUndecided = (seen: Fact): boolean => isPhrase(seen, "intune-says", "entra-says");

/** The policy wants a check whose source was not asked: a mistake in the wiring, which must not grant. */
export const NOT_ASKED = { unknown: { why: { fact: "not-asked" } } } as const;

/** Looks at an answer when there is one. What could not be asked stays unknown under every rule. */
export function observe<T>(answer: Lookup<T>, look: (seen: T) => Observation | null): Observation | null {
  return "unknown" in answer ? unknown(answer.unknown) : look(answer.seen);
}
