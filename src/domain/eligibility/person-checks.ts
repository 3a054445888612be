import type { Fact } from "../ticket/fact.ts";
import { met, NOT_ASKED, type Observation, observe, type Rule, undecided, unmet } from "./check.ts";
import { isDedicated } from "./device-checks.ts";
import type { PersonFacts, RiskFacts } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";

/** Licence states in which a plan works: `Warning` is the grace time after a subscription ran out. */
const HELD: readonly string[] = ["Enabled", "Warning"];

export function accountEnabled({ accountEnabled }: PersonFacts): Observation {
  if (accountEnabled === null) return undecided({ fact: "account-unsaid" }, "entra");
  return accountEnabled ? met({ fact: "enabled" }) : unmet({ fact: "disabled" });
}

/** Members of another organisation's directory, also those that cross-tenant synchronisation makes `Member` here. */
const EXTERNAL = /#EXT#@/i;

/** Helper, sharer and device share one tenant: no guests. Source: memdocs remote-help/plan.md */
export function memberOfTenant({ userType, userPrincipalName }: PersonFacts): Observation {
  if (userType !== null && userType !== "Member") return unmet(userType);
  if (EXTERNAL.test(userPrincipalName)) return unmet({ fact: "external-member" });
  return userType === null || userPrincipalName === ""
    ? undecided({ fact: "kind-unsaid" }, "entra")
    : met("Member");
}

/**
 * A role in the helpdesk needs an enabled account of a member; guests only where the policy lets guests help. An account
 * older than `userType` lacks it and is a member when its sign-in name is the tenant's own: guests have #EXT# in theirs.
 */
export function mayHoldRole(person: PersonFacts, { checks }: EligibilityPolicy): boolean {
  if (person.accountEnabled !== true) return false;
  if (checks["helper-member"] === "warn" || checks["helper-member"] === "off") return true;
  const { userType, userPrincipalName } = person;
  const isMember = userType === "Member" || (userType === null && userPrincipalName !== "");
  return isMember && !EXTERNAL.test(userPrincipalName);
}

export function licensed(person: PersonFacts, policy: EligibilityPolicy): Observation {
  if (person.plans === null) return undecided({ fact: "licences-unsaid" }, "entra");
  const plans = person.plans.filter((plan) =>
    policy.acceptedPlans.includes(plan.servicePlanId.toLowerCase()),
  );
  if (plans.some((plan) => HELD.includes(plan.capabilityStatus))) return met({ fact: "plan" });
  return unmet(
    plans[0] === undefined ? { fact: "no-plan" } : { fact: "plan-state", state: plans[0].capabilityStatus },
  );
}

/** On a dedicated Android only the helper needs a licence. Source: memdocs remote-help/plan.md, prerequisites */
export const sharerLicensed: Rule = ({ sharer, device }, { policy }) => {
  const dedicated = "seen" in device && device.seen !== null && isDedicated(device.seen);
  return dedicated ? null : observe(sharer, (person) => licensed(person, policy));
};

/** States in which Entra, or an administrator there, has settled the risk. */
const SETTLED: readonly string[] = ["none", "confirmedSafe", "remediated", "dismissed"];
const BELOW_HIGH: readonly string[] = ["none", "low", "medium"];

/** Source: learn.microsoft.com/graph/api/resources/riskyuser; `hidden` is what a tenant without Entra ID P2 gets. */
export const sharerRisk: Rule = ({ risk = NOT_ASKED }) =>
  observe(risk, (seen) => (seen === null ? met({ fact: "no-risk-known" }) : weighRisk(seen)));

function weighRisk({ level, state }: RiskFacts): Observation {
  if (SETTLED.includes(state)) return met(state);
  if (state === "confirmedCompromised") return unmet(state);
  if (state !== "atRisk") return undecided({ fact: "risk-state", state }, "entra");
  const seen = { fact: "risk-level", level } as const;
  if (BELOW_HIGH.includes(level)) return met(seen);
  return level === "high" ? unmet(seen) : undecided(seen, "entra");
}

export interface LicenceGap {
  readonly person: PersonFacts;
  readonly seen: Fact;
}

/** Who has no plan that works, by the rule that refuses their sessions. */
export const withoutLicence = (
  people: readonly PersonFacts[],
  policy: EligibilityPolicy,
): readonly LicenceGap[] =>
  people.flatMap((person) => {
    const { outcome, seen } = licensed(person, policy);
    return outcome === "met" ? [] : [{ person, seen }];
  });
