import { describe, expect, test } from "vitest";
import { type RightsSources, rightsOf } from "../../src/graph/roles.ts";
import { inEnglish } from "../support/in-english.ts";

const silence = { unknown: { why: "Graph answered 503" } } as const;
const assignment = {
  role: "Operator",
  assignment: "Berlin",
  actions: [],
  members: ["operators"],
  scopes: ["berlin"],
  scopeType: "resourceScope",
};
const sources: RightsSources = {
  roles: { seen: { assignments: [assignment], unread: [] } },
  helperGroups: { seen: ["operators"] },
  sharerGroups: { seen: [] },
  deviceGroups: { seen: [] },
  bypass: { seen: [] },
};
const coverage = (scopeType: string, change: Partial<RightsSources> = {}) => {
  const roles = { seen: { assignments: [{ ...assignment, scopeType }], unread: [] } };
  const rights = rightsOf({ ...sources, roles, ...change });
  return "seen" in rights ? rights.seen.assignments[0]?.covers : rights;
};

describe("an assignment covers", () => {
  test("by the sharer's group", () => {
    expect(coverage("resourceScope", { sharerGroups: { seen: ["berlin"] } })).toEqual({ seen: true });
  });

  test("by the device's group, even while the sharer's groups cannot be read", () => {
    const change = { sharerGroups: silence, deviceGroups: { seen: ["berlin"] } };
    expect(coverage("resourceScope", change)).toEqual({ seen: true });
  });

  test("no person outside its groups", () => {
    expect(coverage("resourceScope")).toEqual({ seen: false });
  });

  test.each([{ sharerGroups: silence }, { deviceGroups: silence }])(
    "perhaps, while groups cannot be read: %o",
    (change) => {
      expect(coverage("resourceScope", change)).toEqual(silence);
    },
  );

  test("every enrolled device, but no person without one", () => {
    expect(coverage("allDevices")).toEqual({ seen: true });
    expect(coverage("allDevices", { deviceGroups: null })).toEqual({ seen: false });
  });

  test.each(["allLicensedUsers", "allDevicesAndLicensedUsers"])("everybody by %s", (scopeType) => {
    expect(coverage(scopeType, { deviceGroups: null })).toEqual({ seen: true });
  });

  test("no person by an unknown kind of scope", () => {
    expect(coverage("allGalaxies")).toHaveProperty("unknown");
  });
});

describe("a helper", () => {
  test("has the assignments of their own groups only", () => {
    const rights = rightsOf({ ...sources, helperGroups: { seen: ["others"] } });
    expect(rights).toMatchObject({ seen: { assignments: [] } });
  });

  test.each([{ roles: silence }, { helperGroups: silence }])("is unknown without %o", (change) => {
    expect(rightsOf({ ...sources, ...change })).toEqual(silence);
  });

  test("who is an Intune administrator needs neither", () => {
    const bypass = { seen: ["Intune Administrator"] };
    const rights = rightsOf({ ...sources, roles: silence, bypass });
    expect(rights).toEqual({ seen: { assignments: [], bypass } });
  });
});

describe("a role of which Intune does not say everything", () => {
  const rightsWith = (change: object, unread: readonly { why: string }[] = []) =>
    rightsOf({ ...sources, roles: { seen: { assignments: [{ ...assignment, ...change }], unread } } });

  test.each([
    [{ members: null }, "Intune does not say who holds the role Operator"],
    [{ actions: null }, "Intune does not say what is permitted by the role Operator"],
  ])("leaves a doubt, and no right: %o", (change, why) => {
    expect(inEnglish(rightsWith(change))).toMatchObject({
      seen: { assignments: [], doubts: [{ why, owner: "intune-admin" }] },
    });
  });

  test("leaves none for those who do not hold it", () => {
    const rights = rightsWith({ actions: null, members: ["others"] });
    expect(rights).toEqual({ seen: { assignments: [], bypass: { seen: [] } } });
  });

  test("that could not be read stands beside those that could", () => {
    const doubt = { why: "the role Viewer: Graph answered 400" };
    expect(rightsWith({}, [doubt])).toMatchObject({ seen: { assignments: [{}], doubts: [doubt] } });
  });
});

test.each([
  ["resourceScope", ["berlin"]],
  ["allDevices", ["all enrolled devices"]],
  ["allGalaxies", ["allGalaxies"]],
])("whom an assignment is for is told: %s", (scopeType, reach) => {
  const roles = { seen: { assignments: [{ ...assignment, scopeType }], unread: [] } };
  expect(inEnglish(rightsOf({ ...sources, roles }))).toMatchObject({ seen: { assignments: [{ reach }] } });
});
