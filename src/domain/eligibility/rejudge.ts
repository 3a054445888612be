import type { Platform } from "../ticket/device.ts";
import { type Fact, isPhrase } from "../ticket/fact.ts";
import type { Finding } from "../ticket/finding.ts";
import type { Level } from "../ticket/level.ts";
import { met, type Observation, unmet } from "./check.ts";
import { weighCompliance, weighVersion } from "./device-checks.ts";
import { judgeObserved } from "./judge.ts";
import type { CheckId, EligibilityPolicy } from "./policy.ts";
import { PLATFORM_NAMES } from "./systems.ts";

/** One decision about a session, as the trail has it. */
export interface PastDecision {
  readonly level: Level;
  readonly wasAllowed: boolean;
  /** What its checks found, by check; those that were met only from the version on that records them. */
  readonly findings: ReadonlyMap<string, Finding>;
  /** The device as the sharer chose it. */
  readonly device: { readonly platform: Platform; readonly osVersion: string } | null;
  /** The policy under which it was decided; null when it is not known. */
  readonly under: EligibilityPolicy | null;
}

export interface Rejudged {
  /** `unknown`: nothing that is recorded forbids it, and something that the draft asks for is not recorded. */
  readonly outcome: "allowed" | "refused" | "unknown";
  /** What stands against it; for `unknown`, what is not recorded. */
  readonly findings: readonly Finding[];
}

/** How a past decision would end under another policy, by the judge of production over what was recorded then. Pure. */
export function rejudge(past: PastDecision, draft: EligibilityPolicy): Rejudged {
  const missing = new Set<string>();
  const observed = (id: CheckId): Observation | null => {
    const before = observedThen(id, past, draft);
    if (before !== "not-recorded") return before;
    missing.add(id);
    return NOT_RECORDED;
  };
  const { findings } = judgeObserved(observed, draft, past.level);
  const against = findings.filter(({ outcome }) => outcome === "unmet" || outcome === "unknown");
  const recorded = against.filter(({ check }) => !missing.has(check));
  if (recorded.length > 0) return { outcome: "refused", findings: recorded };
  return { outcome: against.length > 0 ? "unknown" : "allowed", findings: against };
}

type Then = Observation | null | "not-recorded";

const NOT_RECORDED: Observation = { outcome: "unknown", seen: { fact: "not-asked" } };

function observedThen(id: CheckId, past: PastDecision, draft: EligibilityPolicy): Then {
  const finding = past.findings.get(id);
  const before = finding === undefined ? withoutFinding(id, past) : unweighed(finding);
  if (before === null || before === "not-recorded") return before;
  return AGAIN[id]?.(before, past, draft) ?? before;
}

/**
 * A check that was on and left nothing was met or did not apply, because the judge records what stands against a
 * session. A check that was off was not looked at.
 */
function withoutFinding(id: CheckId, { under, wasAllowed, findings, device, level }: PastDecision): Then {
  if (id === "device-not-jailbroken" && device !== null && !PHONES.includes(device.platform)) return null;
  if (under === null) return "not-recorded";
  const mode = under.checks[id];
  if (mode === "off") return "not-recorded";
  // Refusals, and decisions that record what they saw, are complete: what is absent did not apply.
  if (!wasAllowed || [...findings.values()].some(({ outcome }) => outcome === "met")) return null;
  return mode === "deny" || (mode === "view-only" && level !== "view") ? MET_UNSEEN : "not-recorded";
}

const PHONES: readonly Platform[] = ["android", "ios"];
/** It was met, and with what is not recorded. */
const MET_UNSEEN = met({ fact: "not-asked" });

/** What a finding was before the policy made a warning of it. */
function unweighed({ outcome, seen }: Finding): Observation {
  if (outcome !== "warning") return { outcome, seen };
  if (typeof seen === "object" && "fact" in seen && seen.fact === "not-known")
    return { outcome: "unknown", seen: seen.seen };
  return unmet(seen);
}

type Again = (before: Observation, past: PastDecision, draft: EligibilityPolicy) => Then;

/** When the draft asks for no less than before, what was unmet stays so; when for no more, what was met does. */
function narrowed(before: Observation, isWider: boolean, isNarrower: boolean): Then {
  if (before.outcome === "met") return isNarrower ? "not-recorded" : before;
  if (before.outcome === "unmet") return isWider ? "not-recorded" : before;
  return before;
}

const lacks = (one: readonly string[], other: readonly string[]): boolean =>
  other.some((each) => !one.includes(each));

const byPlans: Again = (before, { under }, draft) => {
  if (under === null) return before.outcome === "unknown" ? before : "not-recorded";
  const [then, now] = [under.acceptedPlans, draft.acceptedPlans];
  return narrowed(before, lacks(then, now), lacks(now, then));
};

/** Checks whose outcome depends on more of the policy than their mode. */
const AGAIN: Readonly<Partial<Record<CheckId, Again>>> = {
  "sharer-licensed": byPlans,
  "helper-licensed": byPlans,

  "device-compliant"(before, { under }, draft) {
    const state = wordIn(before.seen);
    if (state !== null) return weighCompliance(state, draft);
    if (before !== MET_UNSEEN || under === null) return before;
    return narrowed(before, false, lacks(draft.acceptedCompliance, under.acceptedCompliance));
  },

  "device-recent"(before, { under }, { maxCheckInAgeDays: most }) {
    const { seen } = before;
    if (typeof seen === "object" && "fact" in seen && seen.fact === "days-ago") {
      // Days are recorded without their fraction.
      if (seen.days + 1 <= most) return met(seen);
      return seen.days >= most ? unmet(seen) : "not-recorded";
    }
    if (before !== MET_UNSEEN || under === null) return before;
    return narrowed(before, false, most < under.maxCheckInAgeDays);
  },

  "device-platform"(before, { level, device }, { osFloor }) {
    if (device === null) return before;
    const { platform } = device;
    if (osFloor[platform]?.[level] === undefined)
      return unmet({ fact: "level-on", level, system: nameOf(platform) });
    if (!isPhrase(before.seen, "level-on")) return before;
    return platform === "android" ? "not-recorded" : met(nameOf(platform));
  },

  "device-os"(before, { level, device }, { osFloor }) {
    if (device === null) return before;
    const floor = osFloor[device.platform]?.[level];
    if (floor === undefined) return null;
    const { seen } = before;
    const isVersion = typeof seen === "object" && "fact" in seen && "version" in seen;
    return weighVersion(nameOf(device.platform), isVersion ? seen.version : device.osVersion, floor);
  },

  "helper-permissions"(before, { under }, draft) {
    if (under?.assignments === draft.assignments) return before;
    if (under === null) return before.outcome === "unknown" ? before : "not-recorded";
    const isWider = draft.assignments === "merged";
    return narrowed(before, isWider, !isWider);
  },

  "helper-device"(before, { under }, draft) {
    if (isPhrase(before.seen, "no-device")) return before;
    const isSame =
      under !== null &&
      under.maxCheckInAgeDays === draft.maxCheckInAgeDays &&
      !lacks(under.acceptedCompliance, draft.acceptedCompliance) &&
      !lacks(draft.acceptedCompliance, under.acceptedCompliance);
    return isSame ? before : "not-recorded";
  },
};

/** A state of Intune's, also one that decided nothing then. */
function wordIn(seen: Fact): string | null {
  if (typeof seen === "string") return seen;
  if (!("fact" in seen) || seen.fact !== "intune-says") return null;
  return typeof seen.value === "string" ? seen.value : null;
}

const nameOf = (platform: Platform): Fact =>
  platform === "other" ? { fact: "other-system" } : PLATFORM_NAMES[platform];
