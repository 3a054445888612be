import type { Owner } from "../ticket/finding.ts";
import type { Level } from "../ticket/level.ts";
import type { Facts, Lookup, Unknown } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";

export const SUBJECTS = ["sharer", "device", "helper", "tenant"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What a rule saw, before the policy weighs it. `unknown` comes with the reason in place of what was seen. */
export interface Observation {
  readonly outcome: "met" | "unmet" | "unknown";
  readonly seen: string;
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

export const met = (seen: string): Observation => ({ outcome: "met", seen });
export const unmet = (seen: string): Observation => ({ outcome: "unmet", seen });

export const unknown = ({ why, missingPermission, owner }: Unknown): Observation => ({
  outcome: "unknown",
  seen: missingPermission === undefined ? why : `${why}; ${LACKS}${missingPermission}`,
  ...(missingPermission === undefined ? {} : { missingPermission }),
  ...(owner === undefined ? {} : { owner }),
});

const LACKS = "Beckon lacks ";
export const lacksPermission = (seen: string): boolean => seen.includes(LACKS);

/** The source answered with a value that decides nothing: one that means "cannot tell", or a new one. */
const UNDECIDED = { intune: "Intune says", entra: "Entra says" } as const;

export const undecided = (value: string, by: keyof typeof UNDECIDED = "intune", owner?: Owner): Observation =>
  unknown({ why: `${UNDECIDED[by]} ${value}`, ...(owner === undefined ? {} : { owner }) });

export const isUndecided = (seen: string): boolean =>
  Object.values(UNDECIDED).some((words) => seen.startsWith(words));

/** Marks a warning whose check is unknown, so that stored findings tell it from one that is unmet. */
const DOUBT = "not known: ";
export const couldNotTell = (seen: string): string => `${DOUBT}${seen}`;
export const untoldIn = (seen: string): string | null =>
  seen.startsWith(DOUBT) ? seen.slice(DOUBT.length) : null;

/** The policy wants a check whose source was not asked: a mistake in the wiring, which must not grant. */
export const NOT_ASKED = { unknown: { why: "not asked" } } as const;

/** Looks at an answer when there is one. What could not be asked stays unknown under every rule. */
export function observe<T>(answer: Lookup<T>, look: (seen: T) => Observation | null): Observation | null {
  return "unknown" in answer ? unknown(answer.unknown) : look(answer.seen);
}
