import { isPhrase } from "../ticket/fact.ts";
import type { Finding, Owner, Verdict } from "../ticket/finding.ts";
import type { Level } from "../ticket/level.ts";
import {
  type CheckContext,
  isUndecided,
  met,
  NOT_ASKED,
  type Observation,
  observe,
  type Rule,
  SUBJECTS,
  type Subject,
  undecided,
  unmet,
} from "./check.ts";
import * as device from "./device-checks.ts";
import type { Facts } from "./facts.ts";
import {
  helperDevice,
  helperInGroup,
  helperNotSharer,
  helperPermissions,
  helperScope,
  theHelper,
} from "./helper-checks.ts";
import { accountEnabled, licensed, memberOfTenant, sharerLicensed, sharerRisk } from "./person-checks.ts";
import { CHECK_IDS, type CheckId, type EligibilityPolicy, type Mode } from "./policy.ts";

/** Where an answer comes from: the first six belong to every ask, the others are asked only for a check that is on. */
const SOURCES = [
  "sharer",
  "device",
  "helper",
  "helpdesk",
  "roles",
  "scopes",
  "risk",
  "helper-devices",
  "tenant",
] as const;
export type Source = (typeof SOURCES)[number];

export interface Check {
  readonly about: Subject;
  readonly source: Source;
  /** Who puts it right when it is unmet. */
  readonly owner: Owner;
  readonly rule: Rule;
}

const check =
  (about: Subject, source: Source) =>
  (owner: Owner, rule: Rule): Check => ({ about, source, owner, rule });

const ofSharer = check("sharer", "sharer");
const ofDevice = check("device", "device");
const ofHelper = check("helper", "helper");

/**
 * A switch takes up to eight hours to work after it was turned, so either answer can be early.
 * Source: memdocs intune/remote-help/deploy.md, troubleshoot.md
 */
const tenantRemoteHelp: Rule = ({ remoteHelp = NOT_ASKED }) =>
  observe(remoteHelp, (state) => {
    if (state === "enabled") return met(state);
    return state === "disabled" ? unmet(state) : undecided({ fact: "remote-help-state", state });
  });

/** The whole of eligibility on one page: what is asked, about whom, and who can put it right. */
export const CHECKS: Readonly<Record<CheckId, Check>> = {
  "sharer-enabled": ofSharer("identity-admin", ({ sharer }) => observe(sharer, accountEnabled)),
  "sharer-member": ofSharer("identity-admin", ({ sharer }) => observe(sharer, memberOfTenant)),
  "sharer-licensed": ofSharer("identity-admin", sharerLicensed),
  "sharer-risk": check("sharer", "risk")("identity-admin", sharerRisk),

  "device-managed": ofDevice("sharer", device.deviceManaged),
  "device-registered": ofDevice("sharer", device.deviceRegistered),
  "device-belongs": ofDevice("intune-admin", device.deviceBelongs),
  "device-compliant": ofDevice("sharer", device.deviceCompliant),
  "device-recent": ofDevice("sharer", device.deviceRecent),
  "device-platform": ofDevice("sharer", device.devicePlatform),
  "device-os": ofDevice("sharer", device.deviceOs),
  "device-not-jailbroken": ofDevice("sharer", device.deviceNotJailbroken),
  "device-encrypted": ofDevice("sharer", device.deviceEncrypted),
  "device-threat": ofDevice("intune-admin", device.deviceThreat),

  "helper-not-sharer": ofHelper("helper", helperNotSharer),
  "helper-enabled": ofHelper("identity-admin", ({ helper }) => observe(theHelper(helper), accountEnabled)),
  "helper-member": ofHelper("identity-admin", ({ helper }) => observe(theHelper(helper), memberOfTenant)),
  "helper-in-group": check("helper", "helpdesk")("lead", helperInGroup),
  "helper-licensed": ofHelper("identity-admin", ({ helper }, { policy }) =>
    observe(theHelper(helper), (person) => licensed(person, policy)),
  ),
  "helper-permissions": check("helper", "roles")("intune-admin", helperPermissions),
  "helper-scope": check("helper", "scopes")("intune-admin", helperScope),
  "helper-device": check("helper", "helper-devices")("helper", helperDevice),

  "tenant-remote-help": check("tenant", "tenant")("intune-admin", tenantRemoteHelp),
};

/** What has to be asked under this policy: a check that is off costs no request. */
export const sourcesFor = ({ checks }: EligibilityPolicy): ReadonlySet<Source> =>
  new Set(CHECK_IDS.filter((id) => checks[id] !== "off").map((id) => CHECKS[id].source));

/** A request has no helper yet: only the sharer, the device and the tenant can be judged. */
export const BEFORE_A_HELPER: readonly Subject[] = ["sharer", "device", "tenant"];

/**
 * May this helper reach this level on this sharer's device? Pure; the facts carry their own time. Unknown never
 * grants. The default covers all subjects, so that a missing helper denies.
 */
export function judge(
  facts: Facts,
  policy: EligibilityPolicy,
  level: Level,
  about: readonly Subject[] = SUBJECTS,
): Verdict {
  return judgeObserved((id) => CHECKS[id].rule(facts, { level, policy }), policy, level, about);
}

/**
 * The same over what was observed before: how an earlier decision would end under another policy.
 * @param observed null for a condition that does not apply.
 */
export function judgeObserved(
  observed: (id: CheckId) => Observation | null,
  policy: EligibilityPolicy,
  level: Level,
  about: readonly Subject[] = SUBJECTS,
): Verdict {
  const findings = CHECK_IDS.flatMap((id) =>
    about.includes(CHECKS[id].about) ? finding(id, observed, { level, policy }) : [],
  );
  const stands = findings.some(({ outcome }) => outcome === "unmet" || outcome === "unknown");
  return { level, verdict: stands ? "deny" : "allow", findings };
}

function finding(
  id: CheckId,
  observed: (id: CheckId) => Observation | null,
  ask: CheckContext,
): readonly Finding[] {
  const mode = ask.policy.checks[id];
  if (mode === "off") return [];
  const observation = observed(id);
  if (observation === null) return [];
  const outcome = weigh(observation, mode, ask.level);
  const doubtful = outcome === "warning" && observation.outcome === "unknown";
  const { seen } = observation;
  const owner = ownerOf(observation, CHECKS[id]);
  return [{ check: id, outcome, seen: doubtful ? { fact: "not-known", seen } : seen, owner }];
}

function weigh({ outcome }: Observation, mode: Mode, level: Level): Finding["outcome"] {
  if (outcome === "met") return "met";
  if (mode === "warn" || (mode === "view-only" && level === "view")) return "warning";
  return outcome;
}

/** A missing permission is the identity admin's; for a source that did not answer, the caller tries again. */
function ownerOf({ outcome, missingPermission, owner }: Observation, check: Check): Owner {
  if (owner !== undefined) return owner;
  if (outcome !== "unknown") return check.owner;
  if (missingPermission !== undefined) return "identity-admin";
  return check.about === "helper" ? "helper" : "sharer";
}

/** The finding of the helper's scope when it does not cover this person and device, as an ask would judge it; else null. */
export function outOfScope(facts: Facts, policy: EligibilityPolicy): Finding | null {
  const { findings } = judge(facts, policy, "view", ["helper"]);
  const scope = findings.find(({ check }) => check === "helper-scope");
  return scope === undefined || scope.outcome === "met" || scope.outcome === "warning" ? null : scope;
}

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
    const noRole = check === "helper-scope" && isPhrase(seen, "no-role");
    return !noRole || unmet.every((one) => one.check !== "helper-permissions");
  }
}

/** Conditions share a cause when the same failure left them open; an undecided answer is a cause of its own. */
const causeOf = ({ check, seen, owner }: Finding): string =>
  isUndecided(seen) ? check : `${JSON.stringify(seen)} ${owner === "identity-admin"}`;

function asOne(findings: readonly Finding[]): Finding {
  const [first, ...others] = findings as readonly [Finding, ...Finding[]];
  return others.length === 0 ? first : { ...first, check: SILENT_SOURCE };
}
