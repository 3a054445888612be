import type { Fact } from "../ticket/fact.ts";
import {
  type CheckContext,
  met,
  type Observation,
  observe,
  type Rule,
  undecided,
  unknown,
  unmet,
} from "./check.ts";
import type { DeviceFacts, Facts } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";
import { isAtLeast, PLATFORM_NAMES } from "./systems.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const DEDICATED_ANDROID = "androidEnterpriseDedicatedDevice";
/** Only beta of Graph has a word for it. */
export const isDedicated = ({ platform, enrollmentType }: DeviceFacts): boolean =>
  platform === "android" && enrollmentType === DEDICATED_ANDROID;

/** Most conditions say nothing about a device that is not there; `device-managed` says that. */
const ofDevice =
  (look: (device: DeviceFacts, ask: CheckContext, facts: Facts) => Observation | null): Rule =>
  (facts, ask) =>
    observe(facts.device, (device) => (device === null ? null : look(device, ask, facts)));

/**
 * Still enrolled: a wipe or a retirement that was called off or failed leaves the device in management.
 * Source: learn.microsoft.com/graph/api/resources/intune-devices-managementstate
 */
const MANAGED: readonly string[] = [
  "managed",
  "wipeCanceled",
  "wipeFailed",
  "retireCanceled",
  "retireFailed",
  "unhealthy",
];
const isManaged = ({ managementState }: DeviceFacts): boolean => MANAGED.includes(managementState);

export const deviceManaged: Rule = (facts) =>
  observe(facts.device, (device) => {
    if (device === null) return unmet({ fact: "no-device" });
    return isManaged(device) ? met(device.managementState) : unmet(device.managementState);
  });

/** Source: memdocs remote-help/plan.md, prerequisites: enrolled devices must also be Entra registered. */
export const deviceRegistered = ofDevice((device) => {
  if (device.registrationState === "registered") return met("registered");
  if (device.registrationState === "unknown") return undecided("unknown");
  return unmet(device.registrationState);
});

/** A dedicated Android has no user of its own: the person in front of it is asked on it. */
export const deviceBelongs = ofDevice((device, _ask, facts) =>
  observe(facts.sharer, (sharer) => {
    const { primaryUser } = device;
    if (primaryUser !== null && typeof primaryUser === "object") return unknown(primaryUser);
    if (isDedicated(device) && primaryUser === null) return null;
    if (primaryUser === sharer.id) return met({ fact: "primary-user" });
    return unmet({ fact: primaryUser === null ? "no-primary-user" : "another-primary-user" });
  }),
);

const NON_COMPLIANT: readonly string[] = ["noncompliant", "conflict", "error", "inGracePeriod"];

export const deviceCompliant = ofDevice(({ complianceState }, { policy }) =>
  weighCompliance(complianceState, policy),
);

export function weighCompliance(complianceState: string, policy: EligibilityPolicy): Observation {
  if (policy.acceptedCompliance.includes(complianceState)) return met(complianceState);
  if (NON_COMPLIANT.includes(complianceState)) return unmet(complianceState);
  // Co-management: Configuration Manager decides, and Intune does not know the result.
  return complianceState === "configManager"
    ? unknown({ why: { fact: "config-manager" }, owner: "intune-admin" })
    : undecided(complianceState);
}

export const deviceRecent = ofDevice(({ lastSyncAt }, { policy }, { gatheredAt }) => {
  if (lastSyncAt === null) return unmet({ fact: "never-checked-in" });
  const days = Math.max(0, Math.floor((gatheredAt - lastSyncAt) / DAY_MS));
  const seen = { fact: "days-ago", days } as const;
  return isRecent(lastSyncAt, gatheredAt, policy) ? met(seen) : unmet(seen);
});

const isRecent = (lastSyncAt: number | null, now: number, policy: EligibilityPolicy): boolean =>
  lastSyncAt !== null && now - lastSyncAt <= policy.maxCheckInAgeDays * DAY_MS;

/** Managed, compliant and lately checked in. */
export const isInOrder = (device: DeviceFacts, now: number, policy: EligibilityPolicy): boolean =>
  isManaged(device) &&
  policy.acceptedCompliance.includes(device.complianceState) &&
  isRecent(device.lastSyncAt, now, policy);

/** Intune's own name where Beckon has none: ChromeOS, visionOS. */
const systemName = ({ platform, operatingSystem }: DeviceFacts): Fact => {
  if (platform !== "other") return PLATFORM_NAMES[platform];
  return operatingSystem === "unknown" ? { fact: "other-system" } : operatingSystem;
};

/** Source: memdocs remote-help/plan.md: dedicated devices of these makers only. */
const ANDROID_MAKERS: readonly string[] = ["samsung", "zebra", "zebra technologies"];

export const devicePlatform = ofDevice((device, { level, policy }) => {
  const name = systemName(device);
  if (policy.osFloor[device.platform]?.[level] === undefined)
    return unmet({ fact: "level-on", level, system: name });
  return device.platform === "android" ? androidKind(device) : met(name);
});

function androidKind(device: DeviceFacts): Observation {
  // v1.0 of Graph has no word for Android enrolments and may answer one of these two instead.
  if (["unknown", "unknownFutureValue"].includes(device.enrollmentType)) {
    return undecided({ fact: "enrolment-type", type: device.enrollmentType });
  }
  if (!isDedicated(device)) return unmet({ fact: "android-not-dedicated" });
  const makerFits = ANDROID_MAKERS.includes(device.manufacturer.toLowerCase());
  return makerFits ? met({ fact: "android-dedicated" }) : unmet({ fact: "android-maker" });
}

export const deviceOs = ofDevice((device, { level, policy }) => {
  const floor = policy.osFloor[device.platform]?.[level];
  if (floor === undefined) return null; // `device-platform` says it
  return weighVersion(systemName(device), device.osVersion, floor);
});

export function weighVersion(system: Fact, version: string, floor: string): Observation {
  const enough = isAtLeast(version, floor);
  if (enough === null) return undecided({ fact: "no-version", system });
  return enough
    ? met({ fact: "version", system, version })
    : unmet({ fact: "too-old", system, version, floor });
}

/** Intune looks for this on phones and tablets only, and says `Unknown` for every computer. */
export const deviceNotJailbroken = ofDevice(({ platform, jailBroken }) => {
  if (platform !== "android" && platform !== "ios") return null;
  if (jailBroken === "False") return met({ fact: "not-jailbroken" });
  return jailBroken === "True" ? unmet({ fact: "jailbroken" }) : undecided(jailBroken);
});

export const deviceEncrypted = ofDevice(({ isEncrypted }) => {
  if (isEncrypted === null) return undecided({ fact: "encryption-unsaid" });
  return isEncrypted ? met({ fact: "encrypted" }) : unmet({ fact: "not-encrypted" });
});

/** Source: learn.microsoft.com/graph/api/resources/intune-devices-manageddevicepartnerreportedhealthstate */
const SAFE: readonly string[] = ["secured", "activated", "lowSeverity"];
const THREATENED: readonly string[] = ["mediumSeverity", "highSeverity", "compromised"];

export const deviceThreat = ofDevice(({ threatState }) => {
  if (SAFE.includes(threatState)) return met(threatState);
  return THREATENED.includes(threatState)
    ? unmet(threatState)
    : undecided({ fact: "threat-state", state: threatState });
});
