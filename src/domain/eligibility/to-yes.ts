import type { Finding, Verdict } from "../ticket/finding.ts";
import { isUndecided } from "./check.ts";
import type { CheckId } from "./policy.ts";

/** Stands for all the conditions that one silent source left open. */
export const SILENT_SOURCE = "silent-source";

/** What comes into order by itself with something else that is unmet: enrolment brings registration with it. */
const FOLLOWS: Readonly<Partial<Record<string, CheckId>>> = {
  "sharer-licensed": "sharer-member",
  "device-registered": "device-managed",
  "device-compliant": "device-managed",
  "device-recent": "device-managed",
  "helper-enabled": "helper-not-sharer",
  "helper-member": "helper-not-sharer",
  "helper-in-group": "helper-not-sharer",
  "helper-licensed": "helper-not-sharer",
  "helper-permissions": "helper-not-sharer",
  "helper-scope": "helper-not-sharer",
  "helper-device": "helper-not-sharer",
};

/**
 * The fewest changes that would turn the verdict into a yes, what is known to be wrong first. A source that was
 * silent is one finding, however many conditions rest on it, and what follows from another finding is left out.
 */
export function toYes({ findings }: Pick<Verdict, "findings">): readonly Finding[] {
  const unmet = findings.filter(({ outcome }) => outcome === "unmet");
  const needed = (finding: Finding) => unmet.every(({ check }) => check !== FOLLOWS[finding.check]);
  const unknown = findings.filter(({ outcome }) => outcome === "unknown");
  const open = Map.groupBy(unknown.filter(needed), causeOf);
  return [...unmet.filter(needed).filter(roleFirst), ...[...open.values()].map(asOne)];

  /** Without any role there is no scope to speak of: the role to ask for brings one. */
  function roleFirst({ check, seen }: Finding): boolean {
    const noRole = check === "helper-scope" && seen === NO_ROLE;
    return !noRole || unmet.every((one) => one.check !== "helper-permissions");
  }
}

export const NO_ROLE = "no role assignment";

/** Conditions share a cause when the same failure left them open; an undecided answer is a cause of its own. */
const causeOf = ({ check, seen, owner }: Finding): string =>
  isUndecided(seen) ? check : `${seen} ${owner === "identity-admin"}`;

function asOne(findings: readonly Finding[]): Finding {
  const [first, ...others] = findings as readonly [Finding, ...Finding[]];
  return others.length === 0 ? first : { ...first, check: SILENT_SOURCE };
}
