import { met, NOT_ASKED, observe, type Rule, undecided, unmet, unreported } from "./check.ts";
import { isRecent, ofDevice } from "./device-checks.ts";
import type { DeviceFacts, RiskFacts } from "./facts.ts";
import type { EligibilityPolicy } from "./policy.ts";

/** States in which Entra, or somebody there, has settled the risk. */
const SETTLED: readonly string[] = ["none", "confirmedSafe", "remediated", "dismissed"];
const BELOW_HIGH: readonly string[] = ["none", "low", "medium"];

/** Source: learn.microsoft.com/graph/api/resources/riskyuser; `hidden` is what a tenant without Entra ID P2 gets. */
export const sharerRisk: Rule = ({ risk = NOT_ASKED }) =>
  observe(risk, (seen) => (seen === null ? met("no risk known") : weighRisk(seen)));

function weighRisk({ level, state }: RiskFacts) {
  if (SETTLED.includes(state)) return met(state);
  if (state === "confirmedCompromised") return unmet(state);
  if (state !== "atRisk") return undecided(`risk state ${state}`, "entra");
  if (BELOW_HIGH.includes(level)) return met(`${level} risk`);
  return level === "high" ? unmet("high risk") : undecided(`risk ${level}`, "entra");
}

export const deviceEncrypted = ofDevice(({ isEncrypted }) => {
  if (isEncrypted === null) return undecided("nothing about encryption");
  return isEncrypted ? met("encrypted") : unmet("not encrypted");
});

/** Source: learn.microsoft.com/graph/api/resources/intune-devices-manageddevicepartnerreportedhealthstate */
const SAFE: readonly string[] = ["secured", "activated", "lowSeverity"];
const THREATENED: readonly string[] = ["mediumSeverity", "highSeverity", "compromised"];

export const deviceThreat = ofDevice(({ threatState }) => {
  if (SAFE.includes(threatState)) return met(threatState);
  return THREATENED.includes(threatState) ? unmet(threatState) : undecided(`threat state ${threatState}`);
});

/** The clients of these systems; an Android gets its app with its enrolment. */
export const deviceRemoteHelp = hasApp("remote help", ["windows", "macos"]);
/** Source: memdocs remote-help/plan.md asks for it on a Mac only. */
export const deviceCompanyPortal = hasApp("company portal", ["macos"]);

function hasApp(wanted: string, platforms: readonly string[]): Rule {
  return ofDevice(({ platform }, _ask, { apps = NOT_ASKED }) => {
    if (!platforms.includes(platform)) return null;
    return observe(apps, (names) =>
      names.some((name) => name.toLowerCase().includes(wanted))
        ? met("in Intune's list of apps")
        : unreported("Intune's list of apps can be a week old"),
    );
  });
}

export const helperDevice: Rule = ({ helperDevices = NOT_ASKED, gatheredAt }, { policy }) =>
  observe(helperDevices, (devices) => {
    if (devices.some((device) => isInOrder(device, gatheredAt, policy))) return met("a device in order");
    return unmet(devices.length === 0 ? "no device" : `none of ${devices.length} in order`);
  });

const isInOrder = (device: DeviceFacts, now: number, policy: EligibilityPolicy) =>
  device.managementState === "managed" &&
  policy.acceptedCompliance.includes(device.complianceState) &&
  isRecent(device.lastSyncAt, now, policy);

/**
 * A switch takes up to eight hours to work after it was turned, so either answer can be early.
 * Source: memdocs intune/remote-help/deploy.md, troubleshoot.md
 */
export const tenantRemoteHelp: Rule = ({ remoteHelp = NOT_ASKED }) =>
  observe(remoteHelp, (state) => {
    if (state === "enabled") return met(state);
    return state === "disabled" ? unmet(state) : undecided(`Remote Help is ${state}`);
  });
