import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facts } from "../../../src/domain/eligibility/facts.ts";
import { BEFORE_A_HELPER, judge } from "../../../src/domain/eligibility/judge.ts";
import {
  CHECK_IDS,
  type CheckId,
  type Mode,
  DEFAULT_ELIGIBILITY_POLICY as POLICY,
} from "../../../src/domain/eligibility/policy.ts";
import { LEVELS } from "../../../src/domain/ticket/level.ts";
import { fullRights, goodFacts, STRICT, withDevice, withSharer } from "../../support/facts.ts";

const modes = (mode: Mode) => ({
  ...POLICY,
  checks: { ...POLICY.checks, "device-compliant": mode },
});
const noncompliant = withDevice({ complianceState: "noncompliant" });

describe("a verdict", () => {
  test.each(LEVELS)("allows %s when nothing is in the way", (level) => {
    expect(judge(goodFacts, POLICY, level)).toMatchObject({ level, verdict: "allow" });
  });

  test("keeps the order in which people read: sharer, device, helper, tenant", () => {
    const told = judge(goodFacts, STRICT, "view").findings.map(({ check }) => check);
    const silent: CheckId[] = ["device-not-jailbroken"];
    expect(told).toEqual(CHECK_IDS.filter((id) => !silent.includes(id)));
  });

  test("is a no when the helper was forgotten", () => {
    const facts = { ...goodFacts, helper: null, rights: null };
    expect(judge(facts, POLICY, "view").verdict).toBe("deny");
  });

  test("before a helper is known speaks of sharer and device only", () => {
    const facts = { ...goodFacts, helper: null, rights: null };
    const { verdict, findings } = judge(facts, POLICY, "view", BEFORE_A_HELPER);
    expect(verdict).toBe("allow");
    expect(findings.every(({ check }) => !check.startsWith("helper"))).toBe(true);
  });

  test("makes a missing Graph permission the identity admin's", () => {
    const facts: Facts = {
      ...goodFacts,
      sharer: { unknown: { why: "Graph answered 403", missingPermission: "User.Read.All" } },
    };
    expect(judge(facts, POLICY, "view").findings[0]).toEqual({
      check: "sharer-enabled",
      outcome: "unknown",
      seen: { fact: "lacks-permission", why: "Graph answered 403", permission: "User.Read.All" },
      owner: "identity-admin",
    });
  });
});

describe("a policy for one check", () => {
  test.each<[Mode, ("allow" | "deny")[]]>([
    ["deny", ["deny", "deny", "deny"]],
    ["view-only", ["allow", "deny", "deny"]],
    ["warn", ["allow", "allow", "allow"]],
    ["off", ["allow", "allow", "allow"]],
  ])("%s weighs an unmet condition for view, control and elevation", (mode, verdicts) => {
    expect(LEVELS.map((level) => judge(noncompliant, modes(mode), level).verdict)).toEqual(verdicts);
  });

  test("that warns still shows the warning", () => {
    const finding = judge(noncompliant, modes("warn"), "control").findings.find(
      ({ check }) => check === "device-compliant",
    );
    expect(finding?.outcome).toBe("warning");
  });

  test("lets no unmet condition hide another", () => {
    const facts = { ...noncompliant, sharer: withSharer({ accountEnabled: false }).sharer };
    const unmet = judge(facts, POLICY, "view").findings.filter(({ outcome }) => outcome === "unmet");
    expect(unmet.map(({ check }) => check)).toEqual(["sharer-enabled", "device-compliant"]);
  });
});

describe("unknown never grants", () => {
  const silence = { unknown: { why: "Graph answered 503" } } as const;
  const level = fc.constantFrom(...LEVELS);

  test("whichever required source is silent, at whichever level", () => {
    const sources = fc.subarray(["sharer", "device", "helper", "rights"] as const, { minLength: 1 });
    fc.assert(
      fc.property(sources, level, (silent, asked) => {
        const facts = { ...goodFacts, ...Object.fromEntries(silent.map((source) => [source, silence])) };
        expect(judge(facts, POLICY, asked).verdict).toBe("deny");
      }),
    );
  });

  test("whatever words Graph learns for the state of a device", () => {
    const field = fc.constantFrom("complianceState", "managementState", "registrationState", "osVersion");
    const word = fc
      .string()
      .filter((text) => !/^(compliant|inGracePeriod|managed|registered|\s*\d)/.test(text));
    fc.assert(
      fc.property(field, word, level, (name, value, asked) => {
        expect(judge(withDevice({ [name]: value }), POLICY, asked).verdict).toBe("deny");
      }),
    );
  });

  test("nor does a word that nobody knows for a kind of user or a plan's state", () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        fc.pre(!["Member", "Enabled", "Warning"].includes(word));
        expect(judge(withSharer({ userType: word }), POLICY, "view").verdict).toBe("deny");
        const plans = [{ servicePlanId: POLICY.acceptedPlans[0] ?? "", capabilityStatus: word }];
        expect(judge(withSharer({ plans }), POLICY, "view").verdict).toBe("deny");
      }),
    );
  });

  test("nor an administrator who may or may not be one", () => {
    const rights = { seen: { ...fullRights, assignments: [], bypass: silence } };
    expect(judge({ ...goodFacts, rights }, POLICY, "view").verdict).toBe("deny");
  });
});
