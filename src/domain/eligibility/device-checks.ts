import { type CheckContext, met, type Observation, observe, type Rule, undecided, unmet } from "./check.ts";
import type { DeviceFacts, Facts } from "./facts.ts";
import { isAtLeast, PLATFORM_NAMES } from "./os-version.ts";
import type { EligibilityPolicy } from "./policy.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const DEDICATED_ANDROID = "androidEnterpriseDedicatedDevice";
/** Only beta of Graph has a word for it. */
export const isDedicated = ({ platform, enrollmentType }: DeviceFacts): boolean =>
  platform === "android" && enrollmentType === DEDICATED_ANDROID;

/** Most conditions of a device say nothing about a device that is not there; `device-managed` says that. */
export const ofDevice =
  (look: (device: DeviceFacts, ask: CheckContext, facts: Facts) => Observation | null): Rule =>
  (facts, ask) =>
    observe(facts.device, (device) => (device === null ? null : look(device, ask, facts)));

export const deviceManaged: Rule = (facts) =>
  observe(facts.device, (device) => {
    if (device === null) return unmet("no device");
    return device.managementState === "managed" ? met("managed") : unmet(device.managementState);
  });

/** Source: memdocs remote-help/plan.md, prerequisites: enrolled devices must also be Entra registered. */
export const deviceRegistered = ofDevice((device) => {
  if (device.registrationState === "registered") return met("registered");
  if (device.registrationState === "unknown") return undecided("unknown");
  return unmet(device.registrationState);
});

/** A dedicated Android has no user of its own: whoever holds it is asked on it. */
export const deviceBelongs = ofDevice((device, _ask, facts) =>
  observe(facts.sharer, (sharer) => {
    if (isDedicated(device) && device.primaryUser === null) return null;
    if (device.primaryUser === sharer.id) return met("primary user");
    return unmet(device.primaryUser === null ? "no primary user" : "another primary user");
  }),
);

/** States in which Intune itself cannot tell, and any that it may learn later. */
const NON_COMPLIANT: readonly string[] = ["noncompliant", "conflict", "error", "inGracePeriod"];

export const deviceCompliant = ofDevice(({ complianceState }, { policy }) => {
  if (policy.acceptedCompliance.includes(complianceState)) return met(complianceState);
  return NON_COMPLIANT.includes(complianceState) ? unmet(complianceState) : undecided(complianceState);
});

export const deviceRecent = ofDevice(({ lastSyncAt }, { policy }, { gatheredAt }) => {
  if (lastSyncAt === null) return unmet("never checked in");
  const days = Math.max(0, Math.floor((gatheredAt - lastSyncAt) / DAY_MS));
  const seen = days === 1 ? "1 day ago" : `${days} days ago`;
  return isRecent(lastSyncAt, gatheredAt, policy) ? met(seen) : unmet(seen);
});

export const isRecent = (lastSyncAt: number | null, now: number, policy: EligibilityPolicy): boolean =>
  lastSyncAt !== null && now - lastSyncAt <= policy.maxCheckInAgeDays * DAY_MS;

/** Source: memdocs remote-help/plan.md: dedicated devices of these makers only. */
const ANDROID_MAKERS: readonly string[] = ["samsung", "zebra", "zebra technologies"];

export const devicePlatform = ofDevice((device, { level, policy }) => {
  const name = PLATFORM_NAMES[device.platform];
  if (policy.osFloor[device.platform]?.[level] === undefined) return unmet(`${level} on ${name}`);
  return device.platform === "android" ? androidKind(device) : met(name);
});

function androidKind(device: DeviceFacts): Observation {
  // v1.0 of Graph has no word for Android enrolments and may answer one of these two instead.
  if (["unknown", "unknownFutureValue"].includes(device.enrollmentType)) {
    return undecided(`enrolment type ${device.enrollmentType}`);
  }
  if (!isDedicated(device)) return unmet("Android, not a dedicated device");
  const makerFits = ANDROID_MAKERS.includes(device.manufacturer.toLowerCase());
  return makerFits
    ? met("Android, dedicated device")
    : unmet("Android of another maker than Samsung or Zebra");
}

export const deviceOs = ofDevice((device, { level, policy }) => {
  const floor = policy.osFloor[device.platform]?.[level];
  if (floor === undefined) return null; // `device-platform` says it
  const name = PLATFORM_NAMES[device.platform];
  const enough = isAtLeast(device.osVersion, floor);
  if (enough === null) return undecided(`${name} without a readable version`);
  const seen = `${name} ${device.osVersion}`;
  return enough ? met(seen) : unmet(`${seen}, needs ${floor}`);
});

/** Intune looks for this on phones and tablets only, and says `Unknown` for every computer. */
export const deviceNotJailbroken = ofDevice(({ platform, jailBroken }) => {
  if (platform !== "android" && platform !== "ios") return null;
  if (jailBroken === "False") return met("no");
  return jailBroken === "True" ? unmet("yes") : undecided(jailBroken);
});
