import { met, type Observation, observe, type Rule, unknown, unmet } from "./check.ts";
import type { HelperRights, Lookup, PersonFacts, RightFacts } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";
import { missingFor, neededFor, PORTAL_NAMES } from "./rights.ts";
import { NO_ROLE } from "./to-yes.ts";

const NOBODY = { unknown: { why: "no helper named" } } as const;

/** An ask without a helper is an ask by nobody: unknown, and so never granted. */
export const theHelper = (helper: Lookup<PersonFacts> | null): Lookup<PersonFacts> => helper ?? NOBODY;

export const helperNotSharer: Rule = ({ helper, sharer }) =>
  observe(theHelper(helper), (one) =>
    observe(sharer, (other) => (one.id === other.id ? unmet("the same person") : met("two people"))),
  );

/** Who left the helpers' group lets go of what is running, too: this is asked again during a session. */
export const helperInGroup: Rule = ({ helpdesk }) =>
  observe(helpdesk ?? NOBODY, ({ helper, lead }) =>
    helper || lead ? met(lead ? "a lead" : "a helper") : unmet("neither helper nor lead"),
  );

export const helperPermissions: Rule = ({ rights }, { level, policy }) =>
  observe(rights ?? NOBODY, (helper) => {
    const { assignments, doubt } = countedFor(helper, policy);
    const held = actionsOf(assignments);
    const missing = missingFor(level, held);
    if (missing.length === 0) return met(namesOf(givers(assignments, neededFor(level, held))));
    const elsewhere = helper.assignments.filter(({ actions }) =>
      missing.some((one) => actions.includes(one)),
    );
    const names = missing.map((action) => PORTAL_NAMES[action]).join(", ");
    const seen =
      elsewhere.length === 0 ? names : `${names}, held in another scope only: ${namesOf(elsewhere)}`;
    return byBypass(helper, doubt ?? unmet(seen));
  });

export const helperScope: Rule = ({ rights }) =>
  observe(rights ?? NOBODY, (helper) => {
    const covering = helper.assignments.filter(covers);
    if (covering.length > 0) return met(namesOf(covering));
    const doubt = firstDoubt(helper.assignments);
    return byBypass(helper, doubt ?? unmet(reachesOf(helper.assignments)));
  });

/** Intune and Global Administrators may help anybody, with or without an Intune role. */
function byBypass(helper: HelperRights, otherwise: Observation): Observation | null {
  return observe(helper.bypass, (roles) =>
    roles.length > 0 ? met(`${roles.join(", ")} of Entra, whom Intune roles do not bind`) : otherwise,
  );
}

function countedFor(helper: HelperRights, policy: EligibilityPolicy) {
  if (policy.assignments === "merged") return { assignments: helper.assignments, doubt: null };
  return { assignments: helper.assignments.filter(covers), doubt: firstDoubt(helper.assignments) };
}

const covers = ({ covers }: RightFacts): boolean => "seen" in covers && covers.seen;

const actionsOf = (assignments: readonly RightFacts[]): ReadonlySet<string> =>
  new Set(assignments.flatMap(({ actions }) => actions));

/** The fewest that a reader has to look at: one that gives everything, or the first for each permission. */
function givers(assignments: readonly RightFacts[], needed: readonly string[]): readonly RightFacts[] {
  const whole = assignments.find(({ actions }) => needed.every((action) => actions.includes(action)));
  if (whole !== undefined) return [whole];
  const first = needed.map((action) => assignments.find(({ actions }) => actions.includes(action)));
  return assignments.filter((one) => first.includes(one));
}

function firstDoubt(assignments: readonly RightFacts[]): Observation | null {
  for (const { covers } of assignments) if ("unknown" in covers) return unknown(covers.unknown);
  return null;
}

const MOST_NAMES = 3;

/** Names that administrators gave to roles, assignments and groups; none of them tells a person. */
const namesOf = (assignments: readonly RightFacts[]): string =>
  assignments.length === 0 ? NO_ROLE : listOf(assignments.map(nameOf), ", ");

const reachesOf = (assignments: readonly RightFacts[]): string =>
  assignments.length === 0 ? NO_ROLE : listOf(assignments.map(withReach), "; ");

const nameOf = ({ role, assignment }: RightFacts): string => `${role} (${assignment})`;

/** An administrator mends this one: the groups are those that the person or the device would have to be in. */
function withReach(right: RightFacts): string {
  const { reach } = right;
  if (reach === undefined) return nameOf(right);
  return `${nameOf(right)} for ${reach.length === 0 ? "nobody" : listOf(reach, ", ")}`;
}

function listOf(names: readonly string[], between: string): string {
  const more = names.length - MOST_NAMES;
  const first = names.slice(0, MOST_NAMES).join(between);
  return more > 0 ? `${first} and ${more} more` : first;
}
