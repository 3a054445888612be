import type { PersonFacts } from "./facts.ts";
import { licensed } from "./person-checks.ts";
import type { EligibilityPolicy } from "./policy.ts";

export interface LicenceGap {
  readonly person: PersonFacts;
  /** `no Remote Help plan`, `Remote Help plan Suspended`. */
  readonly seen: string;
}

/** Who has no plan that works: the same rule that refuses their sessions. */
export const withoutLicence = (
  people: readonly PersonFacts[],
  policy: EligibilityPolicy,
): readonly LicenceGap[] =>
  people.flatMap((person) => {
    const { outcome, seen } = licensed(person, policy);
    return outcome === "met" ? [] : [{ person, seen }];
  });
