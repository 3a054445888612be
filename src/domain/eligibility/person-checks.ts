import { met, type Observation, observe, type Rule, unmet } from "./check.ts";
import { isDedicated } from "./device-checks.ts";
import type { PersonFacts } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";

/** Licence states in which a plan works: `Warning` is the grace time after a subscription ran out. */
const HELD: readonly string[] = ["Enabled", "Warning"];

export const accountEnabled = (person: PersonFacts): Observation =>
  person.accountEnabled ? met("enabled") : unmet("disabled");

/** Remote Help knows no guests: helper, sharer and device share one tenant. Source: memdocs remote-help/plan.md */
export const memberOfTenant = (person: PersonFacts): Observation =>
  person.userType === "Member" ? met("Member") : unmet(person.userType);

export function licensed(person: PersonFacts, policy: EligibilityPolicy): Observation {
  const plans = person.plans.filter((plan) =>
    policy.acceptedPlans.includes(plan.servicePlanId.toLowerCase()),
  );
  if (plans.some((plan) => HELD.includes(plan.capabilityStatus))) return met("Remote Help plan");
  return unmet(
    plans[0] === undefined ? "no Remote Help plan" : `Remote Help plan ${plans[0].capabilityStatus}`,
  );
}

/** On a dedicated Android only the helper needs a licence. Source: memdocs remote-help/plan.md, prerequisites */
export const sharerLicensed: Rule = ({ sharer, device }, { policy }) => {
  const dedicated = "seen" in device && device.seen !== null && isDedicated(device.seen);
  return dedicated ? null : observe(sharer, (person) => licensed(person, policy));
};
