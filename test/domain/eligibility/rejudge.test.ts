import { describe, expect, test } from "vitest";
import type { DeviceFacts } from "../../../src/domain/eligibility/facts.ts";
import { judge } from "../../../src/domain/eligibility/judge.ts";
import {
  DEFAULT_ELIGIBILITY_POLICY,
  type EligibilityPolicy,
} from "../../../src/domain/eligibility/policy.ts";
import { type PastDecision, rejudge } from "../../../src/domain/eligibility/rejudge.ts";
import type { Level } from "../../../src/domain/ticket/level.ts";
import { DAY_MS, laptopFacts, NOW, withDevice } from "../../support/facts.ts";

const PRESENT = DEFAULT_ELIGIBILITY_POLICY;
const withChecks = (checks: Partial<EligibilityPolicy["checks"]>): EligibilityPolicy => ({
  ...PRESENT,
  checks: { ...PRESENT.checks, ...checks },
});

/** A decision of production, as the trail has it: all findings of a refusal, and of a yes what was seen. */
function decided(device: Partial<DeviceFacts> = {}, under = PRESENT, level: Level = "view"): PastDecision {
  const laptop = { ...laptopFacts, ...device };
  const { verdict, findings } = judge(withDevice(device), under, level);
  const { platform, osVersion } = laptop;
  return {
    level,
    wasAllowed: verdict === "allow",
    findings: new Map(findings.map((finding) => [finding.check, finding])),
    device: { platform, osVersion },
    under,
  };
}
/** From before it was recorded what met conditions saw. */
const older = (past: PastDecision, under: EligibilityPolicy | null): PastDecision => ({
  ...past,
  under,
  findings: new Map([...past.findings].filter(([, { outcome }]) => outcome !== "met")),
});
const outcomeOf = (past: PastDecision, draft: EligibilityPolicy) => {
  const { outcome, findings } = rejudge(past, draft);
  return [outcome, ...findings.map(({ check }) => check)];
};

describe("a recorded decision under a draft", () => {
  const grace = { complianceState: "inGracePeriod" };
  const stale = { lastSyncAt: NOW - 10 * DAY_MS };

  test.each([
    ["the same policy", {}, PRESENT, ["allowed"]],
    [
      "a stricter list of states",
      grace,
      { ...PRESENT, acceptedCompliance: ["compliant"] },
      ["refused", "device-compliant"],
    ],
    ["a shorter age", stale, { ...PRESENT, maxCheckInAgeDays: 7 }, ["refused", "device-recent"]],
    [
      "an age that lies within the recorded day",
      stale,
      { ...PRESENT, maxCheckInAgeDays: 10.5 },
      ["unknown", "device-recent"],
    ],
    [
      "a newer system",
      {},
      { ...PRESENT, osFloor: { windows: { view: "10.0.27000" } } },
      ["refused", "device-os"],
    ],
    ["a level that is not offered", {}, { ...PRESENT, osFloor: {} }, ["refused", "device-platform"]],
    ["a check that was off", {}, withChecks({ "device-encrypted": "deny" }), ["unknown", "device-encrypted"]],
    [
      "another plan besides",
      {},
      { ...PRESENT, acceptedPlans: [...PRESENT.acceptedPlans, "other"] },
      ["allowed"],
    ],
    [
      "another plan instead",
      {},
      { ...PRESENT, acceptedPlans: ["other"] },
      ["unknown", "sharer-licensed", "helper-licensed"],
    ],
    [
      "rights of each assignment alone",
      {},
      { ...PRESENT, assignments: "per-assignment" as const },
      ["unknown", "helper-permissions"],
    ],
  ])("that was allowed, with %s", (_, device, draft, outcome) => {
    const past = decided(device);
    expect(past.wasAllowed).toBe(true);
    expect(outcomeOf(past, draft)).toEqual(outcome);
  });

  const noncompliant = { complianceState: "noncompliant" };
  test.each([
    ["the same policy", noncompliant, PRESENT, ["refused", "device-compliant"]],
    ["a check that only warns", noncompliant, withChecks({ "device-compliant": "warn" }), ["allowed"]],
    ["a longer age", { lastSyncAt: NOW - 20 * DAY_MS }, { ...PRESENT, maxCheckInAgeDays: 30 }, ["allowed"]],
    ["an accepted state", noncompliant, { ...PRESENT, acceptedCompliance: ["noncompliant"] }, ["allowed"]],
    ["a source that was silent", { complianceState: "unknown" }, PRESENT, ["refused", "device-compliant"]],
    [
      "a system that is offered now",
      { platform: "linux" as const, operatingSystem: "Linux", osVersion: "6.1" },
      { ...PRESENT, osFloor: { linux: { view: "6" } } },
      ["allowed"],
    ],
  ])("that was refused, with %s", (_, device, draft, outcome) => {
    const past = decided(device);
    expect(past.wasAllowed).toBe(false);
    expect(outcomeOf(past, draft)).toEqual(outcome);
  });

  test("is judged as production would judge the same facts, wherever the record has them", () => {
    const devices: readonly Partial<DeviceFacts>[] = [
      {},
      grace,
      stale,
      noncompliant,
      { osVersion: "10.0.19045" },
    ];
    const drafts = [
      withChecks({ "device-compliant": "view-only", "device-recent": "off" }),
      { ...PRESENT, maxCheckInAgeDays: 5, acceptedCompliance: ["compliant"] },
      { ...PRESENT, osFloor: { windows: { view: "10.0.22000" } } },
    ];
    for (const device of devices)
      for (const draft of drafts)
        for (const level of ["view", "control"] as const) {
          const again = judge(withDevice(device), draft, level);
          const { outcome } = rejudge(decided(device, PRESENT, level), draft);
          expect([device, draft, level, outcome]).toEqual([
            ...[device, draft, level],
            again.verdict === "allow" ? "allowed" : "refused",
          ]);
        }
  });

  test("a warning counts as what it was", () => {
    const warned = decided(noncompliant, withChecks({ "device-compliant": "warn" }));
    expect(warned.wasAllowed).toBe(true);
    expect(outcomeOf(warned, PRESENT)).toEqual(["refused", "device-compliant"]);
  });

  test("from before met conditions were recorded rests on its policy", () => {
    const past = decided();
    expect(outcomeOf(older(past, PRESENT), PRESENT)).toEqual(["allowed"]);
    expect(outcomeOf(older(past, PRESENT), { ...PRESENT, maxCheckInAgeDays: 7 })).toEqual([
      "unknown",
      "device-recent",
    ]);
    expect(outcomeOf(older(past, PRESENT), { ...PRESENT, maxCheckInAgeDays: 30 })).toEqual(["allowed"]);
    expect(rejudge(older(past, null), PRESENT).outcome).toBe("unknown");
  });
});
