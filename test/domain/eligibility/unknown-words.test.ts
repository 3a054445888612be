import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../../src/cards/findings.ts";
import { ENGLISH } from "../../../src/cards/text/words.ts";
import type { DeviceFacts, Facts } from "../../../src/domain/eligibility/facts.ts";
import { judge, toYes } from "../../../src/domain/eligibility/judge.ts";
import { LEVELS } from "../../../src/domain/ticket/level.ts";
import { type RoleAssignment, rightsOf } from "../../../src/graph/roles.ts";
import { EVERY_ACTION, goodFacts, laptopFacts, STRICT, withDevice, withSharer } from "../../support/facts.ts";

interface Enumeration {
  /** The words that may grant; every other one must not. */
  readonly grants: readonly string[];
  readonly facts: (word: string) => Facts;
}

const ofDevice = (field: keyof DeviceFacts, grants: readonly string[], base: Partial<DeviceFacts> = {}) => ({
  grants,
  facts: (word: string) => withDevice({ ...base, [field]: word }),
});
const android = { platform: "android", manufacturer: "Zebra", jailBroken: "False" } as const;
const dedicated = { ...android, enrollmentType: "androidEnterpriseDedicatedDevice" } as const;

const everybody: RoleAssignment = {
  role: "R",
  assignment: "A",
  actions: EVERY_ACTION,
  members: ["helpers"],
  scopes: [],
  scopeType: "resourceScope",
};
const scoped = (scopeType: string): Facts => ({
  ...goodFacts,
  rights: rightsOf({
    roles: { seen: { assignments: [{ ...everybody, scopeType }], unread: [] } },
    helperGroups: { seen: ["helpers"] },
    sharerGroups: { seen: [] },
    deviceGroups: { seen: [] },
    bypass: { seen: [] },
  }),
});

/** Every enumeration of Graph on which a check rests. All of them grow, and some answers are just wrong. */
const ENUMERATIONS: Readonly<Record<string, Enumeration>> = {
  complianceState: ofDevice("complianceState", STRICT.acceptedCompliance),
  managementState: ofDevice("managementState", ["managed"]),
  deviceRegistrationState: ofDevice("registrationState", ["registered"]),
  "deviceEnrollmentType of an Android": ofDevice("enrollmentType", [dedicated.enrollmentType], android),
  "jailBroken of a phone": ofDevice("jailBroken", ["False"], dedicated),
  partnerReportedThreatState: ofDevice("threatState", ["secured", "activated", "lowSeverity"]),
  userType: { grants: ["Member"], facts: (userType) => withSharer({ userType }) },
  capabilityStatus: {
    grants: ["Enabled", "Warning"],
    facts: (capabilityStatus) =>
      withSharer({ plans: [{ servicePlanId: STRICT.acceptedPlans[0] ?? "", capabilityStatus }] }),
  },
  riskState: {
    grants: ["none", "confirmedSafe", "remediated", "dismissed", "atRisk"],
    facts: (state) => ({ ...goodFacts, risk: { seen: { level: "low", state } } }),
  },
  riskLevel: {
    grants: ["none", "low", "medium"],
    facts: (level) => ({ ...goodFacts, risk: { seen: { level, state: "atRisk" } } }),
  },
  remoteAssistanceState: {
    grants: ["enabled"],
    facts: (state) => ({ ...goodFacts, remoteHelp: { seen: state } }),
  },
  scopeType: {
    grants: ["allDevices", "allLicensedUsers", "allDevicesAndLicensedUsers"],
    facts: scoped,
  },
  "complianceState of the helper's device": {
    grants: STRICT.acceptedCompliance,
    facts: (complianceState) => ({
      ...goodFacts,
      helperDevices: { seen: [{ ...laptopFacts, complianceState }] },
    }),
  },
};

const names = ["", "unknown", "unknownFutureValue", "none", "null", "toString", "__proto__", "Compliant"];

describe.each(Object.entries(ENUMERATIONS))("a word that nobody knows for %s", (_name, { grants, facts }) => {
  const word = fc.oneof(fc.constantFrom(...names), fc.string()).filter((text) => !grants.includes(text));

  test("never grants, never crashes, and is explained to everybody", () => {
    fc.assert(
      fc.property(word, fc.constantFrom(...LEVELS), (text, level) => {
        const verdict = judge(facts(text), STRICT, level);
        expect(verdict.verdict).toBe("deny");
        for (const finding of toYes(verdict)) {
          for (const reader of ["sharer", "helper", "colleague"] as const) {
            expect(explain(finding, reader, ENGLISH)).toMatchObject({
              sentence: expect.stringMatching(/./),
              remedy: expect.stringMatching(/./),
            });
          }
        }
      }),
    );
  });
});

test("the words that are known to grant do", () => {
  for (const { grants, facts } of Object.values(ENUMERATIONS)) {
    for (const word of grants) {
      const open = toYes(judge(facts(word), STRICT, "view")).map(({ check }) => check);
      expect(open.filter((check) => check !== "device-belongs")).toEqual([]);
    }
  }
});
