import type { DeviceFacts, Facts, HelperRights, PersonFacts } from "../../src/domain/eligibility/facts.ts";
import {
  ELEVATION,
  OFFER_REMOTE_ASSISTANCE,
  READ_CONNECTORS,
  TAKE_FULL_CONTROL,
  VIEW_SCREEN,
} from "../../src/domain/eligibility/helper-checks.ts";
import {
  CHECK_IDS,
  type CheckId,
  DEFAULT_ELIGIBILITY_POLICY,
  type EligibilityPolicy,
  type Mode,
  REMOTE_HELP_PLAN,
} from "../../src/domain/eligibility/policy.ts";
import { deviceId, personId } from "../../src/domain/ticket/ids.ts";

export const NOW = Date.parse("2026-10-05T09:00:00Z");
export const DAY_MS = 24 * 60 * 60 * 1000;

export const samFacts: PersonFacts = {
  id: personId("sam"),
  displayName: "Sam Sharma",
  userPrincipalName: "sam@halden.example",
  jobTitle: "Account Executive",
  department: "Sales",
  accountEnabled: true,
  userType: "Member",
  plans: [{ servicePlanId: REMOTE_HELP_PLAN, capabilityStatus: "Enabled" }],
};

export const hanaFacts: PersonFacts = { ...samFacts, id: personId("hana"), displayName: "Hana Weber" };

export const laptopFacts: DeviceFacts = {
  id: deviceId("laptop"),
  name: "HAL-SALES-014",
  manufacturer: "LENOVO",
  model: "ThinkPad T14",
  platform: "windows",
  operatingSystem: "Windows",
  osVersion: "10.0.26100.2314",
  primaryUser: samFacts.id,
  complianceState: "compliant",
  managementState: "managed",
  registrationState: "registered",
  enrollmentType: "windowsAzureADJoin",
  ownerType: "company",
  lastSyncAt: NOW - DAY_MS,
  jailBroken: "Unknown",
  isEncrypted: true,
  threatState: "secured",
};

export const EVERY_ACTION = [
  VIEW_SCREEN,
  TAKE_FULL_CONTROL,
  ELEVATION,
  OFFER_REMOTE_ASSISTANCE,
  READ_CONNECTORS,
] as const;

export const fullRights: HelperRights = {
  assignments: [
    {
      role: "Help Desk Operator",
      assignment: "Everybody",
      actions: EVERY_ACTION,
      covers: { seen: true },
    },
  ],
  bypass: { seen: [] },
};

const inEveryCheck = (mode: Mode) =>
  Object.fromEntries(CHECK_IDS.map((id) => [id, mode])) as Record<CheckId, Mode>;

/** Every check counts, also those that are off by default. */
export const STRICT: EligibilityPolicy = { ...DEFAULT_ELIGIBILITY_POLICY, checks: inEveryCheck("deny") };

/** Sam, Sam's laptop and Hana, with nothing in the way; each test says what is different. */
export const goodFacts: Facts = {
  sharer: { seen: samFacts },
  device: { seen: laptopFacts },
  helper: { seen: hanaFacts },
  helpdesk: { seen: { helper: true, lead: false } },
  rights: { seen: fullRights },
  gatheredAt: NOW,
  risk: { seen: null },
  helperDevices: { seen: [laptopFacts] },
  remoteHelp: { seen: "enabled" },
};

export const withSharer = (change: Partial<PersonFacts>): Facts => ({
  ...goodFacts,
  sharer: { seen: { ...samFacts, ...change } },
});
export const withHelper = (change: Partial<PersonFacts>): Facts => ({
  ...goodFacts,
  helper: { seen: { ...hanaFacts, ...change } },
});
export const withDevice = (change: Partial<DeviceFacts>): Facts => ({
  ...goodFacts,
  device: { seen: { ...laptopFacts, ...change } },
});
export const withRights = (change: Partial<HelperRights>): Facts => ({
  ...goodFacts,
  rights: { seen: { ...fullRights, ...change } },
});
