import type { Owner } from "../ticket/finding.ts";
import { observe, type Rule, type Subject } from "./check.ts";
import { CHECK_IDS, type CheckId } from "./check-ids.ts";
import * as device from "./device-checks.ts";
import {
  helperInGroup,
  helperNotSharer,
  helperPermissions,
  helperScope,
  theHelper,
} from "./helper-checks.ts";
import * as optional from "./optional-checks.ts";
import { accountEnabled, licensed, memberOfTenant, sharerLicensed } from "./person-checks.ts";
import type { EligibilityPolicy } from "./policy.ts";

/** Where an answer comes from: the first six belong to every ask, the others are asked only for a check that is on. */
export const SOURCES = [
  ...(["sharer", "device", "helper", "helpdesk", "roles", "scopes"] as const),
  ...(["risk", "apps", "helper-devices", "tenant"] as const),
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

/** The whole of eligibility on one page: what is asked, about whom, and who can put it right. */
export const CHECKS: Readonly<Record<CheckId, Check>> = {
  "sharer-enabled": ofSharer("identity-admin", ({ sharer }) => observe(sharer, accountEnabled)),
  "sharer-member": ofSharer("identity-admin", ({ sharer }) => observe(sharer, memberOfTenant)),
  "sharer-licensed": ofSharer("identity-admin", sharerLicensed),
  "sharer-risk": check("sharer", "risk")("identity-admin", optional.sharerRisk),

  "device-managed": ofDevice("sharer", device.deviceManaged),
  "device-registered": ofDevice("sharer", device.deviceRegistered),
  "device-belongs": ofDevice("intune-admin", device.deviceBelongs),
  "device-compliant": ofDevice("sharer", device.deviceCompliant),
  "device-recent": ofDevice("sharer", device.deviceRecent),
  "device-platform": ofDevice("sharer", device.devicePlatform),
  "device-os": ofDevice("sharer", device.deviceOs),
  "device-not-jailbroken": ofDevice("sharer", device.deviceNotJailbroken),
  "device-encrypted": ofDevice("sharer", optional.deviceEncrypted),
  "device-threat": ofDevice("intune-admin", optional.deviceThreat),
  "device-remote-help": check("device", "apps")("sharer", optional.deviceRemoteHelp),
  "device-company-portal": check("device", "apps")("sharer", optional.deviceCompanyPortal),

  "helper-not-sharer": ofHelper("helper", helperNotSharer),
  "helper-enabled": ofHelper("identity-admin", ({ helper }) => observe(theHelper(helper), accountEnabled)),
  "helper-member": ofHelper("identity-admin", ({ helper }) => observe(theHelper(helper), memberOfTenant)),
  "helper-in-group": check("helper", "helpdesk")("lead", helperInGroup),
  "helper-licensed": ofHelper("identity-admin", ({ helper }, { policy }) =>
    observe(theHelper(helper), (person) => licensed(person, policy)),
  ),
  "helper-permissions": check("helper", "roles")("intune-admin", helperPermissions),
  "helper-scope": check("helper", "scopes")("intune-admin", helperScope),
  "helper-device": check("helper", "helper-devices")("helper", optional.helperDevice),

  "tenant-remote-help": check("tenant", "tenant")("intune-admin", optional.tenantRemoteHelp),
};

/** What has to be asked under this policy: a check that is off costs no request. */
export const sourcesFor = ({ checks }: EligibilityPolicy): ReadonlySet<Source> =>
  new Set(CHECK_IDS.filter((id) => checks[id] !== "off").map((id) => CHECKS[id].source));
