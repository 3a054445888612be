import type { Fact } from "../ticket/fact.ts";
import type { Level } from "../ticket/level.ts";
import { met, NOT_ASKED, type Observation, observe, type Rule, unknown, unmet } from "./check.ts";
import { isInOrder } from "./device-checks.ts";
import type { HelperRights, Lookup, PersonFacts, RightFacts } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";

const NO_ROLE: Fact = { fact: "no-role" };

const NOBODY = { unknown: { why: { fact: "no-helper" } } } as const;

/** An ask without a helper is unknown, and so never granted. */
export const theHelper = (helper: Lookup<PersonFacts> | null): Lookup<PersonFacts> => helper ?? NOBODY;

export const helperNotSharer: Rule = ({ helper, sharer }) =>
  observe(theHelper(helper), (one) =>
    observe(sharer, (other) =>
      one.id === other.id ? unmet({ fact: "same-person" }) : met({ fact: "two-people" }),
    ),
  );

/** Asked again during a session: a helper who leaves the helpers' group loses running access too. */
export const helperInGroup: Rule = ({ helpdesk }) =>
  observe(helpdesk ?? NOBODY, ({ helper, lead }) =>
    helper || lead ? met({ fact: lead ? "lead" : "helper" }) : unmet({ fact: "not-in-helpdesk" }),
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
    const names = missing.map((action) => PORTAL_NAMES[action]);
    const seen: Fact =
      elsewhere.length === 0 ? names : { fact: "held-elsewhere", missing: names, held: namesOf(elsewhere) };
    return byBypass(helper, doubt ?? unreadRole(helper) ?? unmet(seen));
  });

export const helperScope: Rule = ({ rights }) =>
  observe(rights ?? NOBODY, (helper) => {
    const covering = helper.assignments.filter(covers);
    if (covering.length > 0) return met(namesOf(covering));
    return byBypass(helper, firstDoubt(helper) ?? unmet(reachesOf(helper.assignments)));
  });

/** Intune and Global Administrators may help anybody, with or without an Intune role. */
function byBypass(helper: HelperRights, otherwise: Observation): Observation | null {
  return observe(helper.bypass, (roles) => (roles.length > 0 ? met({ fact: "bypass", roles }) : otherwise));
}

function countedFor(helper: HelperRights, policy: EligibilityPolicy) {
  if (policy.assignments === "merged") return { assignments: helper.assignments, doubt: null };
  return { assignments: helper.assignments.filter(covers), doubt: firstDoubt(helper) };
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

/** An assignment of which it is not known whom it covers, or a role that could not be read at all. */
function firstDoubt(helper: HelperRights): Observation | null {
  for (const { covers } of helper.assignments) if ("unknown" in covers) return unknown(covers.unknown);
  return unreadRole(helper);
}

const unreadRole = ({ doubts: [first] = [] }: HelperRights): Observation | null =>
  first === undefined ? null : unknown(first);

const MOST_NAMES = 3;

/** Names that administrators gave to roles, assignments and groups: no personal data. */
const namesOf = (assignments: readonly RightFacts[]): Fact =>
  assignments.length === 0 ? NO_ROLE : firstOf(assignments.map(nameOf));

const reachesOf = (assignments: readonly RightFacts[]): Fact =>
  assignments.length === 0 ? NO_ROLE : firstOf(assignments.map(withReach));

const nameOf = ({ role, assignment }: RightFacts): string => `${role} (${assignment})`;

/** For the administrator: the groups are those that the person or the device would have to be in. */
function withReach(right: RightFacts): Fact {
  const { role, assignment, reach } = right;
  if (reach === undefined) return nameOf(right);
  return {
    fact: "role-for",
    role,
    assignment,
    reach: reach.length === 0 ? { fact: "nobody" } : firstOf(reach),
  };
}

function firstOf(names: readonly Fact[]): Fact {
  const count = names.length - MOST_NAMES;
  return count > 0 ? [...names.slice(0, MOST_NAMES), { fact: "more", count }] : names;
}

/** One device of theirs in order; which one they sit at is not known. */
export const helperDevice: Rule = ({ helperDevices = NOT_ASKED, gatheredAt }, { policy }) =>
  observe(helperDevices, (devices) => {
    if (devices.some((device) => isInOrder(device, gatheredAt, policy)))
      return met({ fact: "device-in-order" });
    return unmet(
      devices.length === 0 ? { fact: "no-device" } : { fact: "none-in-order", count: devices.length },
    );
  });

export const VIEW_SCREEN = "Microsoft.Intune_RemoteAssistanceApp_ViewScreen";
export const TAKE_FULL_CONTROL = "Microsoft.Intune_RemoteAssistanceApp_TakeFullControl";
export const ELEVATION = "Microsoft.Intune_RemoteAssistanceApp_Elevation";
export const OFFER_REMOTE_ASSISTANCE = "Microsoft.Intune_RemoteTasks_RequestRemoteAssistance";
export const READ_CONNECTORS = "Microsoft.Intune_RemoteAssistance_Read";

/** As the Intune portal spells them, so that an administrator finds the box to tick. */
export const PORTAL_NAMES = {
  [VIEW_SCREEN]: "Remote Help app – View screen",
  [TAKE_FULL_CONTROL]: "Remote Help app – Take full control",
  [ELEVATION]: "Remote Help app – Elevation",
  [OFFER_REMOTE_ASSISTANCE]: "Remote tasks – Offer remote assistance",
  [READ_CONNECTORS]: "Remote assistance connectors – Read",
} as const;
type RemoteHelpAction = keyof typeof PORTAL_NAMES;

const FOR_LEVEL: Readonly<Record<Level, RemoteHelpAction>> = {
  view: VIEW_SCREEN,
  control: TAKE_FULL_CONTROL,
  elevation: ELEVATION,
};

/**
 * What an ask rests on. Elevation carries view and control with it; full control is not written to carry view.
 * Source: memdocs intune/remote-help/plan.md, role-based access control
 */
const neededFor = (level: Level, held: ReadonlySet<string>): readonly RemoteHelpAction[] => [
  held.has(ELEVATION) && !held.has(FOR_LEVEL[level]) ? ELEVATION : FOR_LEVEL[level],
  OFFER_REMOTE_ASSISTANCE,
  READ_CONNECTORS,
];

const missingFor = (level: Level, held: ReadonlySet<string>): readonly RemoteHelpAction[] =>
  neededFor(level, held).filter((action) => !held.has(action));
