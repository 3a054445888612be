import { describe, expect, test } from "vitest";
import type { DeviceFacts, Facts, RightFacts } from "../../../src/domain/eligibility/facts.ts";
import {
  OFFER_REMOTE_ASSISTANCE,
  READ_CONNECTORS,
  TAKE_FULL_CONTROL,
  VIEW_SCREEN,
} from "../../../src/domain/eligibility/helper-checks.ts";
import { judge } from "../../../src/domain/eligibility/judge.ts";
import { type CheckId, REMOTE_HELP_PLAN } from "../../../src/domain/eligibility/policy.ts";
import type { Finding } from "../../../src/domain/ticket/finding.ts";
import { personId } from "../../../src/domain/ticket/ids.ts";
import type { Level } from "../../../src/domain/ticket/level.ts";
import {
  DAY_MS,
  EVERY_ACTION,
  fullRights,
  goodFacts,
  hanaFacts,
  laptopFacts,
  NOW,
  STRICT as POLICY,
  samFacts,
  withDevice,
  withHelper,
  withRights,
  withSharer,
} from "../../support/facts.ts";
import { inEnglish } from "../../support/in-english.ts";

type Row = readonly [fact: string, facts: Facts, outcome: Finding["outcome"] | "silent", level?: Level];

const plan = (capabilityStatus: string, servicePlanId = REMOTE_HELP_PLAN) => ({
  plans: [{ servicePlanId, capabilityStatus }],
});
const right = (change: Partial<RightFacts>): Facts =>
  withRights({
    assignments: [{ role: "R", assignment: "A", actions: EVERY_ACTION, covers: { seen: true }, ...change }],
  });
const silence = { unknown: { why: "Graph answered 503" } } as const;
const mac = (osVersion: string) => withDevice({ platform: "macos", osVersion });
const android = (enrollmentType: string, manufacturer = "Zebra") =>
  withDevice({ platform: "android", enrollmentType, manufacturer, jailBroken: "False" });
const DEDICATED = "androidEnterpriseDedicatedDevice";
const risky = (level: string, state: string): Facts => ({ ...goodFacts, risk: { seen: { level, state } } });
const helperHas = (...changes: Partial<DeviceFacts>[]): Facts => ({
  ...goodFacts,
  helperDevices: { seen: changes.map((change) => ({ ...laptopFacts, ...change })) },
});
const dedicated = { platform: "android", enrollmentType: DEDICATED, manufacturer: "Zebra" } as const;
const scanner = withDevice({ ...dedicated, jailBroken: "False", primaryUser: null });
const { risk: _risk, ...withoutExtras } = goodFacts;

const ROWS: Readonly<Record<CheckId, readonly Row[]>> = {
  "sharer-enabled": [
    ["an active account", goodFacts, "met"],
    ["a disabled account", withSharer({ accountEnabled: false }), "unmet"],
    ["a silent Graph", { ...goodFacts, sharer: silence }, "unknown"],
  ],
  "sharer-member": [
    ["a member", goodFacts, "met"],
    ["a guest", withSharer({ userType: "Guest" }), "unmet"],
    ["a kind of user that is new", withSharer({ userType: "Agent" }), "unmet"],
    ["a silent Graph", { ...goodFacts, sharer: silence }, "unknown"],
  ],
  "sharer-licensed": [
    ["the plan", goodFacts, "met"],
    ["the plan in its grace time", withSharer(plan("Warning")), "met"],
    ["the plan in capital letters", withSharer(plan("Enabled", REMOTE_HELP_PLAN.toUpperCase())), "met"],
    ["no plan", withSharer({ plans: [] }), "unmet"],
    ["a suspended plan", withSharer(plan("Suspended")), "unmet"],
    ["another plan", withSharer(plan("Enabled", "c1ec4a95-1f05-45b3-a911-aa3fa01094f5")), "unmet"],
    ["nobody's licence on a dedicated Android", scanner, "silent"],
    ["a silent Graph", { ...goodFacts, sharer: silence }, "unknown"],
  ],
  "sharer-risk": [
    ["nobody who was ever at risk", { ...goodFacts, risk: { seen: null } }, "met"],
    ["a risk that was settled", risky("high", "remediated"), "met"],
    ["a medium risk", risky("medium", "atRisk"), "met"],
    ["a high risk", risky("high", "atRisk"), "unmet"],
    ["an account that was taken over", risky("none", "confirmedCompromised"), "unmet"],
    ["a level that Entra hides", risky("hidden", "atRisk"), "unknown"],
    ["a state that is new", risky("low", "pondering"), "unknown"],
    ["a silent Graph", { ...goodFacts, risk: silence }, "unknown"],
    ["a risk that nobody asked for", withoutExtras, "unknown"],
  ],
  "device-managed": [
    ["a managed device", goodFacts, "met"],
    ["a device that is being wiped", withDevice({ managementState: "wipePending" }), "unmet"],
    ["no device", { ...goodFacts, device: { seen: null } }, "unmet"],
    ["a silent Graph", { ...goodFacts, device: silence }, "unknown"],
  ],
  "device-registered": [
    ["a registered device", goodFacts, "met"],
    ["a device that is not registered", withDevice({ registrationState: "notRegistered" }), "unmet"],
    ["a device of which Intune cannot tell", withDevice({ registrationState: "unknown" }), "unknown"],
    ["no device", { ...goodFacts, device: { seen: null } }, "silent"],
  ],
  "device-belongs": [
    ["the sharer's own device", goodFacts, "met"],
    ["somebody else's device", withDevice({ primaryUser: personId("paul") }), "unmet"],
    ["a shared device", withDevice({ primaryUser: null }), "unmet"],
    ["a dedicated Android, which has no user", scanner, "silent"],
    [
      "a dedicated Android that has one",
      withDevice({ ...dedicated, primaryUser: personId("paul") }),
      "unmet",
    ],
    ["a sharer that Graph is silent about", { ...goodFacts, sharer: silence }, "unknown"],
  ],
  "device-compliant": [
    ["a compliant device", goodFacts, "met"],
    ["a device in its grace period", withDevice({ complianceState: "inGracePeriod" }), "met"],
    ["a device that is not compliant", withDevice({ complianceState: "noncompliant" }), "unmet"],
    ["a device with conflicting rules", withDevice({ complianceState: "conflict" }), "unmet"],
    ["a device of which Intune cannot tell", withDevice({ complianceState: "unknown" }), "unknown"],
    ["a state that is new", withDevice({ complianceState: "mostlyFine" }), "unknown"],
  ],
  "device-recent": [
    ["a check-in yesterday", goodFacts, "met"],
    ["a check-in at the very limit", withDevice({ lastSyncAt: NOW - 14 * DAY_MS }), "met"],
    ["a check-in just past the limit", withDevice({ lastSyncAt: NOW - 14 * DAY_MS - 1 }), "unmet"],
    ["a device whose clock is ahead", withDevice({ lastSyncAt: NOW + DAY_MS }), "met"],
    ["no check-in ever", withDevice({ lastSyncAt: null }), "unmet"],
  ],
  "device-platform": [
    ["control of Windows", goodFacts, "met", "control"],
    ["elevation on Windows", goodFacts, "met", "elevation"],
    ["control of a Mac", mac("15.1"), "met", "control"],
    ["elevation on a Mac", mac("15.1"), "unmet", "elevation"],
    ["a view of an iPhone", withDevice({ platform: "ios", jailBroken: "False" }), "unmet", "view"],
    ["a view of Linux", withDevice({ platform: "linux" }), "unmet", "view"],
    ["a view of something else", withDevice({ platform: "other" }), "unmet", "view"],
    ["control of a dedicated Zebra", android(DEDICATED), "met", "control"],
    ["control of a dedicated Samsung", android(DEDICATED, "samsung"), "met", "control"],
    ["a dedicated Android of another maker", android(DEDICATED, "Google"), "unmet", "view"],
    ["a personal Android", android("androidEnterpriseCorporateWorkProfile"), "unmet", "view"],
    ["an Android that Graph has no word for", android("unknown"), "unknown", "view"],
  ],
  "device-os": [
    ["Windows 11", goodFacts, "met", "elevation"],
    ["Windows 8.1", withDevice({ osVersion: "6.3.9600" }), "unmet", "view"],
    ["macOS 12.6 to view", mac("12.6"), "met", "view"],
    ["macOS 12.10 to view", mac("12.10.1"), "met", "view"],
    ["macOS 11 to view, in the web app", mac("11.7.10"), "met", "view"],
    ["macOS 12.3 to view, in the web app", mac("12.3.1"), "met", "view"],
    ["macOS 10.15 to view", mac("10.15.7"), "unmet", "view"],
    ["macOS 12.7 to control", mac("12.7.6"), "unmet", "control"],
    ["macOS 13 to control", mac("13"), "met", "control"],
    ["macOS with a build in brackets", mac("14.6.1 (23G93)"), "met", "control"],
    ["a version that cannot be read", mac("unknown"), "unknown", "view"],
    ["an iPhone", withDevice({ platform: "ios", jailBroken: "False" }), "silent", "view"],
  ],
  "device-not-jailbroken": [
    ["a computer, which cannot be", goodFacts, "silent"],
    ["a sound phone", withDevice({ platform: "ios", jailBroken: "False" }), "met"],
    ["a rooted phone", withDevice({ platform: "android", jailBroken: "True" }), "unmet"],
    [
      "a phone of which Intune cannot tell",
      withDevice({ platform: "ios", jailBroken: "Unknown" }),
      "unknown",
    ],
  ],
  "device-encrypted": [
    ["an encrypted disk", goodFacts, "met"],
    ["an open disk", withDevice({ isEncrypted: false }), "unmet"],
    ["a disk of which Intune says nothing", withDevice({ isEncrypted: null }), "unknown"],
  ],
  "device-threat": [
    ["a secured device", goodFacts, "met"],
    ["a low severity", withDevice({ threatState: "lowSeverity" }), "met"],
    ["a high severity", withDevice({ threatState: "highSeverity" }), "unmet"],
    ["a compromised device", withDevice({ threatState: "compromised" }), "unmet"],
    ["a partner that does not respond", withDevice({ threatState: "unresponsive" }), "unknown"],
    ["a tenant without a partner", withDevice({ threatState: "unknown" }), "unknown"],
  ],
  "helper-not-sharer": [
    ["two people", goodFacts, "met"],
    ["one person twice", withHelper({ id: samFacts.id }), "unmet"],
    ["nobody as helper", { ...goodFacts, helper: null }, "unknown"],
  ],
  "helper-enabled": [
    ["an active account", goodFacts, "met"],
    ["a disabled account", withHelper({ accountEnabled: false }), "unmet"],
    ["a silent Graph", { ...goodFacts, helper: silence }, "unknown"],
    ["nobody as helper", { ...goodFacts, helper: null }, "unknown"],
  ],
  "helper-member": [
    ["a member", goodFacts, "met"],
    ["a guest", withHelper({ userType: "Guest" }), "unmet"],
    ["a silent Graph", { ...goodFacts, helper: silence }, "unknown"],
  ],
  "helper-in-group": [
    ["a helper", goodFacts, "met"],
    ["a lead", { ...goodFacts, helpdesk: { seen: { helper: false, lead: true } } }, "met"],
    ["neither", { ...goodFacts, helpdesk: { seen: { helper: false, lead: false } } }, "unmet"],
    ["a silent Graph", { ...goodFacts, helpdesk: silence }, "unknown"],
    ["nobody as helper", { ...goodFacts, helpdesk: null }, "unknown"],
  ],
  "helper-licensed": [
    ["the plan", goodFacts, "met"],
    ["no plan", withHelper({ plans: [] }), "unmet"],
    ["a silent Graph", { ...goodFacts, helper: silence }, "unknown"],
  ],
  "helper-permissions": [
    ["a role with all of them", goodFacts, "met", "elevation"],
    ["no assignment", withRights({ assignments: [] }), "unmet", "view"],
    [
      "a viewer who asks to view",
      right({ actions: [VIEW_SCREEN, OFFER_REMOTE_ASSISTANCE, READ_CONNECTORS] }),
      "met",
      "view",
    ],
    [
      "a viewer who asks for control",
      right({ actions: [VIEW_SCREEN, OFFER_REMOTE_ASSISTANCE, READ_CONNECTORS] }),
      "unmet",
      "control",
    ],
    ["a role that may not offer", right({ actions: [VIEW_SCREEN, READ_CONNECTORS] }), "unmet", "view"],
    [
      "a role without connectors",
      right({ actions: [VIEW_SCREEN, OFFER_REMOTE_ASSISTANCE] }),
      "unmet",
      "view",
    ],
    ["roles that cannot be read", { ...goodFacts, rights: silence }, "unknown", "view"],
    [
      "an Intune administrator",
      withRights({ assignments: [], bypass: { seen: ["Intune Administrator"] } }),
      "met",
      "elevation",
    ],
    ["perhaps an administrator", withRights({ assignments: [], bypass: silence }), "unknown", "view"],
    ["nobody as helper", { ...goodFacts, rights: null }, "unknown", "view"],
  ],
  "helper-scope": [
    ["a scope that covers", goodFacts, "met"],
    ["a scope that does not", right({ covers: { seen: false } }), "unmet"],
    ["a scope that cannot be read", right({ covers: silence }), "unknown"],
    [
      "an Intune administrator",
      withRights({ assignments: [], bypass: { seen: ["Intune Administrator"] } }),
      "met",
    ],
    ["perhaps an administrator", withRights({ assignments: [], bypass: silence }), "unknown"],
    ["nobody as helper", { ...goodFacts, rights: null }, "unknown"],
  ],
  "helper-device": [
    ["a device in order", goodFacts, "met"],
    ["one in order beside one that is not", helperHas({ complianceState: "noncompliant" }, {}), "met"],
    ["no device", helperHas(), "unmet"],
    ["a device that is not compliant", helperHas({ complianceState: "noncompliant" }), "unmet"],
    ["a device that was long away", helperHas({ lastSyncAt: NOW - 15 * DAY_MS }), "unmet"],
    ["a device that is being wiped", helperHas({ managementState: "wipeIssued" }), "unmet"],
    ["a silent Graph", { ...goodFacts, helperDevices: silence }, "unknown"],
  ],
  "tenant-remote-help": [
    ["a tenant that has it on", goodFacts, "met"],
    ["a tenant that has it off", { ...goodFacts, remoteHelp: { seen: "disabled" } }, "unmet"],
    ["a state that is new", { ...goodFacts, remoteHelp: { seen: "someday" } }, "unknown"],
    ["a silent Graph", { ...goodFacts, remoteHelp: silence }, "unknown"],
  ],
};

describe.each(Object.entries(ROWS))("%s", (check, rows) => {
  for (const [fact, facts, outcome, level = "view"] of rows) {
    test(`${fact}: ${outcome}`, () => {
      const finding = judge(facts, POLICY, level).findings.find((one) => one.check === check);
      expect(finding?.outcome ?? "silent").toBe(outcome);
    });
  }

  test("says nothing when the policy switches it off", () => {
    const off = { ...POLICY, checks: { ...POLICY.checks, [check]: "off" } };
    const told = rows.flatMap(([, facts]) => judge(facts, off, "view").findings.map((one) => one.check));
    expect(told).not.toContain(check);
  });

  test("never tells a name", () => {
    const seen = rows.flatMap(([, facts, , level = "view"]) => judge(facts, POLICY, level).findings);
    for (const one of seen)
      for (const { displayName } of [samFacts, hanaFacts])
        expect(inEnglish(one).seen).not.toContain(displayName);
  });
});

describe("rights of several assignments", () => {
  const rights = withRights({
    assignments: [
      { role: "Operator", assignment: "Munich", actions: EVERY_ACTION, covers: { seen: false } },
      {
        role: "Viewer",
        assignment: "Berlin",
        actions: [VIEW_SCREEN, OFFER_REMOTE_ASSISTANCE, READ_CONNECTORS],
        covers: { seen: true },
      },
    ],
  });

  test("meet the scope of another by default, as in Intune", () => {
    expect(judge(rights, POLICY, "control").verdict).toBe("allow");
  });

  test("count only in their own scope once the tenant has scoped permissions", () => {
    const scoped = { ...POLICY, assignments: "per-assignment" } as const;
    expect(judge(rights, scoped, "view").verdict).toBe("allow");
    const { verdict, findings } = judge(rights, scoped, "control");
    expect(verdict).toBe("deny");
    expect(inEnglish(findings)).toContainEqual({
      check: "helper-permissions",
      outcome: "unmet",
      seen: "Remote Help app – Take full control, held in another scope only: Operator (Munich)",
      owner: "intune-admin",
    });
  });

  test("stay unknown while a scope that might add one cannot be read", () => {
    const scoped = { ...POLICY, assignments: "per-assignment" } as const;
    const doubtful = withRights({
      assignments: fullRights.assignments.map((one) => ({ ...one, covers: silence })),
    });
    expect(judge(doubtful, scoped, "view").verdict).toBe("deny");
  });
});

describe("what is seen of a helper's rights", () => {
  const seenOf = (check: CheckId, facts: Facts, level: Level = "control", policy = POLICY) =>
    inEnglish(judge(facts, policy, level).findings.find((one) => one.check === check))?.seen;
  const viewer = {
    role: "Viewer",
    assignment: "Trainees",
    actions: [VIEW_SCREEN, OFFER_REMOTE_ASSISTANCE, READ_CONNECTORS],
    covers: { seen: true },
  } as const;
  const [operator] = fullRights.assignments;
  if (operator === undefined) throw new Error("Hana has a role");

  test("names the one assignment that allows, not every role of the helper", () => {
    const facts = withRights({ assignments: [viewer, operator] });
    expect(seenOf("helper-permissions", facts)).toBe("Help Desk Operator (Everybody)");
    expect(seenOf("helper-permissions", facts, "view")).toBe("Viewer (Trainees)");
  });

  test("names several when only together they allow", () => {
    const control = { ...viewer, role: "Controller", actions: [TAKE_FULL_CONTROL] };
    const facts = withRights({ assignments: [viewer, control] });
    expect(seenOf("helper-permissions", facts)).toBe("Viewer (Trainees) and Controller (Trainees)");
  });

  test("names three assignments at most", () => {
    const facts = withRights({ assignments: [viewer, viewer, viewer, viewer, viewer] });
    expect(seenOf("helper-scope", facts)).toBe(
      "Viewer (Trainees), Viewer (Trainees), Viewer (Trainees) and 2 more",
    );
  });

  test("names the groups that an assignment is for, when none of them holds the person or the device", () => {
    const trainees = { ...viewer, covers: { seen: false }, reach: ["Sales people", "Berlin laptops"] };
    const munich = { ...trainees, assignment: "Munich", reach: [] };
    const facts = withRights({ assignments: [trainees, munich] });
    expect(seenOf("helper-scope", facts)).toBe(
      "Viewer (Trainees, for Sales people and Berlin laptops) and Viewer (Munich, for nobody)",
    );
    expect(
      seenOf("helper-scope", withRights({ assignments: [{ ...trainees, covers: { seen: true } }] })),
    ).toBe("Viewer (Trainees)");
  });

  test("says that an Entra role stands above Intune's own", () => {
    const facts = withRights({ assignments: [], bypass: { seen: ["Intune Administrator"] } });
    const said = "Intune Administrator of Entra, whom Intune roles do not bind";
    expect([seenOf("helper-permissions", facts), seenOf("helper-scope", facts)]).toEqual([said, said]);
  });

  test("names each missing permission as the Intune portal spells it", () => {
    const facts = withRights({ assignments: [{ ...viewer, actions: [VIEW_SCREEN] }] });
    expect(seenOf("helper-permissions", facts)).toBe(
      "Remote Help app – Take full control, Remote tasks – Offer remote assistance and Remote assistance connectors – Read",
    );
  });
});
