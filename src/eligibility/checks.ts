import type { Owner } from "../ticket/finding.ts";
import { type CheckId, observe, type Rule, type Subject } from "./check.ts";
import * as device from "./device-checks.ts";
import { helperNotSharer, helperPermissions, helperScope, theHelper } from "./helper-checks.ts";
import { accountEnabled, licensed, memberOfTenant } from "./person-checks.ts";

export interface Check {
  readonly about: Subject;
  /** Who puts it right when it is unmet. */
  readonly owner: Owner;
  readonly rule: Rule;
}

/** The whole of eligibility on one page: what is asked, about whom, and who can put it right. */
export const CHECKS: Readonly<Record<CheckId, Check>> = {
  "sharer-enabled": {
    about: "sharer",
    owner: "identity-admin",
    rule: ({ sharer }) => observe(sharer, accountEnabled),
  },
  "sharer-member": {
    about: "sharer",
    owner: "identity-admin",
    rule: ({ sharer }) => observe(sharer, memberOfTenant),
  },
  "sharer-licensed": {
    about: "sharer",
    owner: "identity-admin",
    rule: ({ sharer }, { policy }) => observe(sharer, (person) => licensed(person, policy)),
  },

  "device-managed": { about: "device", owner: "sharer", rule: device.deviceManaged },
  "device-registered": { about: "device", owner: "sharer", rule: device.deviceRegistered },
  "device-belongs": { about: "device", owner: "intune-admin", rule: device.deviceBelongs },
  "device-compliant": { about: "device", owner: "sharer", rule: device.deviceCompliant },
  "device-recent": { about: "device", owner: "sharer", rule: device.deviceRecent },
  "device-platform": { about: "device", owner: "sharer", rule: device.devicePlatform },
  "device-os": { about: "device", owner: "sharer", rule: device.deviceOs },
  "device-not-jailbroken": { about: "device", owner: "sharer", rule: device.deviceNotJailbroken },

  "helper-not-sharer": { about: "helper", owner: "helper", rule: helperNotSharer },
  "helper-enabled": {
    about: "helper",
    owner: "identity-admin",
    rule: ({ helper }) => observe(theHelper(helper), accountEnabled),
  },
  "helper-member": {
    about: "helper",
    owner: "identity-admin",
    rule: ({ helper }) => observe(theHelper(helper), memberOfTenant),
  },
  "helper-licensed": {
    about: "helper",
    owner: "identity-admin",
    rule: ({ helper }, { policy }) => observe(theHelper(helper), (person) => licensed(person, policy)),
  },
  "helper-permissions": { about: "helper", owner: "intune-admin", rule: helperPermissions },
  "helper-scope": { about: "helper", owner: "intune-admin", rule: helperScope },
};
