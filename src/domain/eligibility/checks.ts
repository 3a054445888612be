import type { Owner } from "../ticket/finding.ts";
import { met, NOT_ASKED, observe, type Rule, type Subject, undecided, unmet } from "./check.ts";
import * as device from "./device-checks.ts";
import {
  helperDevice,
  helperInGroup,
  helperNotSharer,
  helperPermissions,
  helperScope,
  theHelper,
} from "./helper-checks.ts";
import { accountEnabled, licensed, memberOfTenant, sharerLicensed, sharerRisk } from "./person-checks.ts";
import { CHECK_IDS, type CheckId, type EligibilityPolicy } from "./policy.ts";

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
    return state === "disabled" ? unmet(state) : undecided(`Remote Help is ${state}`);
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
