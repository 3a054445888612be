import { met, type Observation, observe, type Rule, unknown, unmet } from "./check.ts";
import type { Answer, HelperRights, PersonFacts, RightFacts } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";
import { missingFor, PORTAL_NAMES } from "./rights.ts";

const NOBODY = { unknown: { why: "no helper named" } } as const;

/** An ask without a helper is an ask by nobody: unknown, and so never granted. */
export const theHelper = (helper: Answer<PersonFacts> | null): Answer<PersonFacts> => helper ?? NOBODY;

export const helperNotSharer: Rule = ({ helper, sharer }) =>
  observe(theHelper(helper), (one) =>
    observe(sharer, (other) => (one.id === other.id ? unmet("the same person") : met("two people"))),
  );

export const helperPermissions: Rule = ({ rights }, { level, policy }) =>
  observe(rights ?? NOBODY, (helper) => {
    const { assignments, doubt } = countedFor(helper, policy);
    const missing = missingFor(level, new Set(assignments.flatMap((assignment) => assignment.actions)));
    if (missing.length === 0) return met(namesOf(assignments));
    return byBypass(helper, doubt ?? unmet(missing.map((action) => PORTAL_NAMES[action]).join(", ")));
  });

export const helperScope: Rule = ({ rights }) =>
  observe(rights ?? NOBODY, (helper) => {
    const covering = helper.assignments.filter(covers);
    if (covering.length > 0) return met(namesOf(covering));
    const doubt = firstDoubt(helper.assignments);
    return byBypass(helper, doubt ?? unmet(namesOf(helper.assignments)));
  });

/** Intune and Global Administrators may help anybody, with or without an Intune role. */
function byBypass(helper: HelperRights, otherwise: Observation): Observation | null {
  return observe(helper.bypass, (roles) => (roles.length > 0 ? met(roles.join(", ")) : otherwise));
}

function countedFor(helper: HelperRights, policy: EligibilityPolicy) {
  if (policy.assignments === "merged") return { assignments: helper.assignments, doubt: null };
  return { assignments: helper.assignments.filter(covers), doubt: firstDoubt(helper.assignments) };
}

const covers = ({ covers }: RightFacts): boolean => "seen" in covers && covers.seen;

function firstDoubt(assignments: readonly RightFacts[]): Observation | null {
  for (const { covers } of assignments) if ("unknown" in covers) return unknown(covers.unknown);
  return null;
}

const namesOf = (assignments: readonly RightFacts[]): string =>
  assignments.length === 0
    ? "no role assignment"
    : assignments.map(({ role, assignment }) => `${role} (${assignment})`).join(", ");
