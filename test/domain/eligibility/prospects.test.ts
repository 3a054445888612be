import { describe, expect, test } from "vitest";
import { SUBJECTS } from "../../../src/domain/eligibility/check.ts";
import { TAKE_FULL_CONTROL, VIEW_SCREEN } from "../../../src/domain/eligibility/helper-checks.ts";
import { judge, outOfScope } from "../../../src/domain/eligibility/judge.ts";
import { DEFAULT_ELIGIBILITY_POLICY as policy } from "../../../src/domain/eligibility/policy.ts";
import { prospectsOf, restingOn } from "../../../src/domain/eligibility/prospects.ts";
import { offerOn } from "../../../src/domain/eligibility/systems.ts";
import { LEVELS } from "../../../src/domain/ticket/level.ts";
import { EVERY_ACTION, fullRights, goodFacts, STRICT, withDevice, withRights } from "../../support/facts.ts";

const shown = (facts: typeof goodFacts) => {
  const { open, general, device } = prospectsOf(facts, policy, SUBJECTS);
  const changes = (list: typeof general) => list.map(({ finding, levels }) => [finding.check, ...levels]);
  return { open, general: changes(general), device: changes(device) };
};

describe("prospects", () => {
  test("of people and a device in order are every level, with nothing to change", () => {
    expect(shown(goodFacts)).toEqual({ open: LEVELS, general: [], device: [] });
  });

  test("name what each level waits for", () => {
    const [first] = fullRights.assignments;
    const actions = EVERY_ACTION.filter((action) => action === VIEW_SCREEN || !action.includes("App_"));
    const trainee = withRights({ assignments: first === undefined ? [] : [{ ...first, actions }] });
    expect(shown(trainee)).toEqual({
      open: ["view"],
      general: [["helper-permissions", "control", "elevation"]],
      device: [],
    });
    expect(actions).not.toContain(TAKE_FULL_CONTROL);
  });

  test("keep what is wrong with a device apart from what is wrong with people", () => {
    const { open, general, device } = shown(withDevice({ complianceState: "noncompliant" }));
    expect({ open, general, device }).toEqual({
      open: [],
      general: [],
      device: [["device-compliant", ...LEVELS]],
    });
  });

  test.each([
    goodFacts,
    withDevice({ platform: "macos", osVersion: "12.7" }),
    withRights({ assignments: [] }),
  ])("are what an ask would be answered: %#", (facts) => {
    const allowed = LEVELS.filter((level) => judge(facts, policy, level).verdict === "allow");
    expect(prospectsOf(facts, policy, SUBJECTS).open).toEqual(allowed);
  });

  test("on some sources alone leave out what was not asked", () => {
    const { risk: _, remoteHelp: __, ...asked } = { ...goodFacts, helper: null, rights: null };
    const onTwo = restingOn(STRICT, ["sharer", "device"]);
    expect(prospectsOf(asked, onTwo, ["sharer", "device", "tenant"]).open).toEqual(LEVELS);
    expect(prospectsOf(asked, STRICT, ["sharer", "device", "tenant"]).open).toEqual([]);
  });
});

test.each([
  ["windows", "10.0.19045", LEVELS, "app"],
  ["macos", "13.0", ["view", "control"], "app"],
  ["macos", "12.6", ["view"], "browser"],
  ["macos", "11.7", ["view"], "browser"],
  ["macos", "10.15", [], "browser"],
  ["android", "14", ["view", "control"], "dedicated-app"],
  ["ios", "18.1", [], "app"],
  ["linux", "6.1", [], "app"],
] as const)("on %s %s Remote Help offers %j", (platform, osVersion, levels, through) => {
  expect(offerOn({ platform, osVersion })).toEqual({ levels, through });
});

describe("the scope of a helper", () => {
  const covers = (answer: Parameters<typeof outOfScope>[0]["rights"]) =>
    outOfScope({ ...goodFacts, rights: answer }, policy)?.outcome ?? "in scope";
  const assigned = (covered: (typeof fullRights.assignments)[number]["covers"]) => ({
    seen: { ...fullRights, assignments: fullRights.assignments.map((one) => ({ ...one, covers: covered })) },
  });

  test("is what Intune's assignments cover", () => {
    expect(covers(assigned({ seen: true }))).toBe("in scope");
    expect(covers(assigned({ seen: false }))).toBe("unmet");
    expect(covers({ seen: { ...fullRights, assignments: [] } })).toBe("unmet");
  });

  test("is unknown, and no yes, while Graph cannot say", () => {
    expect(covers(assigned({ unknown: { why: "Graph answered 503" } }))).toBe("unknown");
    expect(covers({ unknown: { why: "Graph answered 503" } })).toBe("unknown");
  });

  test("does not bind administrators, nor anybody whose policy does not ask for it", () => {
    const admin = { assignments: [], bypass: { seen: ["Intune Administrator"] } };
    expect(covers({ seen: admin })).toBe("in scope");
    const off = { ...policy, checks: { ...policy.checks, "helper-scope": "off" as const } };
    expect(outOfScope({ ...goodFacts, rights: assigned({ seen: false }) }, off)).toBeNull();
  });
});
