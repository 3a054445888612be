import { describe, expect, test } from "vitest";
import {
  DEVICE_IDS,
  type DeviceKey,
  GROUP_IDS,
  PEOPLE_IDS,
  type PersonKey,
} from "../../playground/company.ts";
import type { Facts } from "../../src/domain/eligibility/facts.ts";
import { READ_CONNECTORS } from "../../src/domain/eligibility/helper-checks.ts";
import { judge } from "../../src/domain/eligibility/judge.ts";
import { DEFAULT_ELIGIBILITY_POLICY as POLICY } from "../../src/domain/eligibility/policy.ts";
import { deviceId } from "../../src/domain/ticket/ids.ts";
import type { Level } from "../../src/domain/ticket/level.ts";
import { inEnglish } from "../support/in-english.ts";
import {
  type GraphBench,
  itemsOf,
  pathsOf,
  samAsksHana,
  someone,
  something,
  startGraphBench,
} from "../support/simulated-graph.ts";

const TEN_MINUTES_MS = 10 * 60 * 1000;

const unmetIn = (facts: Facts, level: Level = "view") =>
  judge(facts, POLICY, level)
    .findings.filter(({ outcome }) => outcome !== "met")
    .map(({ check, outcome }) => (outcome === "unmet" ? check : `${check}?`));

const ask = (bench: GraphBench, sharer: PersonKey, device: DeviceKey, helper: PersonKey) =>
  bench.directory.facts({ sharer: someone(sharer), device: something(device), helper: someone(helper) });

describe("the facts of one ask", () => {
  test("allow everything to Hana on Sam's laptop", async () => {
    await using bench = await startGraphBench();
    const facts = await bench.directory.facts(samAsksHana);
    expect(unmetIn(facts, "elevation")).toEqual([]);
  });

  test("cost exactly one request once the device and the roles are known", async () => {
    await using bench = await startGraphBench();
    await bench.directory.sharer(samAsksHana.sharer);
    await bench.directory.facts(samAsksHana);
    bench.graph.forgetRequests();
    await bench.directory.facts(samAsksHana);
    expect(bench.graph.requests().map(({ path }) => path)).toEqual(["/v1.0/$batch"]);
  });

  test("cost four requests in two rounds when nothing is known yet", async () => {
    await using bench = await startGraphBench();
    await bench.directory.facts(samAsksHana);
    expect(pathsOf(bench).toSorted()).toEqual([
      ...["/beta/$batch", "/beta/$batch"],
      ...["/v1.0/$batch", "/v1.0/$batch"],
    ]);
  });

  test("leave the roles and groups alone when no check is about them", async () => {
    const checks = {
      ...POLICY.checks,
      "helper-permissions": "off",
      "helper-scope": "off",
      "helper-in-group": "off",
    } as const;
    await using bench = await startGraphBench({ eligibility: { ...POLICY, checks } });
    const facts = await bench.directory.facts(samAsksHana);
    expect(judge(facts, { ...POLICY, checks }, "control").verdict).toBe("allow");
    expect(pathsOf(bench)).toEqual(["/v1.0/$batch"]);
    expect(itemsOf(bench).join()).not.toMatch(/[gG]roup|Role|role/);
  });

  test("hold on a dedicated Android, which only beta can tell, and ask beta once", async () => {
    await using bench = await startGraphBench();
    expect(unmetIn(await ask(bench, "sam", "warehouseScanner", "hana"), "control")).toEqual([]);
    bench.graph.forgetRequests();
    expect(unmetIn(await ask(bench, "sam", "warehouseScanner", "hana"), "control")).toEqual([]);
    expect(pathsOf(bench)).toEqual(["/v1.0/$batch"]);
  });

  test("do not hold on an Android while beta is silent", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ throttleItems: "select=id,deviceEnrollmentType" });
    expect(unmetIn(await ask(bench, "sam", "warehouseScanner", "hana"))).toEqual([
      "device-belongs",
      "device-platform?",
    ]);
  });

  test("read the roles on beta, and again after ten minutes", async () => {
    await using bench = await startGraphBench();
    await bench.directory.facts(samAsksHana);
    const onBeta = () => bench.graph.requests().filter(({ path }) => path === "/beta/$batch").length;
    expect(onBeta()).toBe(2);
    bench.pass(TEN_MINUTES_MS - 1);
    await bench.directory.facts(samAsksHana);
    expect(onBeta()).toBe(2);
    bench.pass(1);
    await bench.directory.facts(samAsksHana);
    expect(onBeta()).toBe(4);
  });

  test("load the roles once for asks that come together", async () => {
    await using bench = await startGraphBench();
    await Promise.all([bench.directory.facts(samAsksHana), bench.directory.facts(samAsksHana)]);
    expect(bench.graph.requests().filter(({ path }) => path === "/beta/$batch")).toHaveLength(2);
  });

  test("ask for the fields they use and no others", async () => {
    await using bench = await startGraphBench();
    await bench.directory.facts(samAsksHana);
    const reads = itemsOf(bench).filter((item) => item.startsWith("GET"));
    expect(reads.filter((item) => !item.includes("$select="))).toEqual([
      "GET /deviceManagement/roleAssignments",
    ]);
  });

  test.each<[PersonKey, DeviceKey, PersonKey, Level, string[]]>([
    ["uma", "umaLaptop", "hana", "view", ["sharer-licensed"]],
    ["nico", "nicoLaptop", "hana", "view", ["device-compliant"]],
    ["ulla", "ullaLaptop", "hana", "view", ["device-managed", "device-registered", "device-compliant?"]],
    ["gus", "gusLaptop", "hana", "view", ["sharer-member"]],
    ["dora", "doraLaptop", "hana", "view", ["sharer-enabled"]],
    ["otto", "ottoOldMac", "hana", "view", ["device-os"]],
    ["otto", "ottoMac", "hana", "view", []],
    ["otto", "ottoMac", "hana", "control", ["device-os"]],
    ["paul", "paulMac", "hana", "elevation", ["device-platform"]],
    ["sam", "samPhone", "hana", "view", ["device-platform"]],
    ["stan", "stanLaptop", "hana", "view", ["device-recent"]],
    ["jaro", "jaroPhone", "hana", "view", ["device-platform", "device-not-jailbroken"]],
    ["sam", "nicoLaptop", "hana", "view", ["device-belongs", "device-compliant"]],
    [
      "sam",
      "samLaptop",
      "sam",
      "view",
      ["helper-not-sharer", "helper-in-group", "helper-permissions", "helper-scope"],
    ],
    ["sam", "samLaptop", "hugo", "view", []],
    ["sam", "samLaptop", "hugo", "control", ["helper-permissions"]],
    ["stan", "stanLaptop", "hugo", "view", ["device-recent", "helper-scope"]],
    ["sam", "samLaptop", "hedda", "view", ["helper-permissions", "helper-scope"]],
    ["sam", "samLaptop", "lena", "elevation", []],
    ["sam", "samLaptop", "mia", "elevation", ["helper-in-group"]],
  ])("of %s on %s with %s for %s are unmet in %j", async (sharer, device, helper, level, unmet) => {
    await using bench = await startGraphBench();
    expect(unmetIn(await ask(bench, sharer, device, helper), level)).toEqual(unmet);
  });

  test("without a helper leave the helper and the rights out", async () => {
    await using bench = await startGraphBench();
    const facts = await bench.directory.facts({ ...samAsksHana, helper: null });
    expect(facts).toMatchObject({ helper: null, rights: null });
    expect(bench.graph.requests()).toHaveLength(1);
  });

  test("say that a device is gone", async () => {
    await using bench = await startGraphBench();
    bench.graph.removeDevice(DEVICE_IDS.samLaptop);
    expect((await bench.directory.facts(samAsksHana)).device).toEqual({ seen: null });
    const odd = await bench.directory.facts({ ...samAsksHana, device: deviceId("../../me") });
    expect(odd.device).toEqual({ seen: null });
  });

  test("follow a change at once", async () => {
    await using bench = await startGraphBench();
    await bench.directory.facts(samAsksHana);
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { complianceState: "noncompliant" });
    bench.graph.editPerson(PEOPLE_IDS.hana, { accountEnabled: false });
    bench.graph.leave(GROUP_IDS.helpDeskOperators, PEOPLE_IDS.hana);
    expect(unmetIn(await bench.directory.facts(samAsksHana))).toEqual([
      "device-compliant",
      "helper-enabled",
      "helper-permissions",
      "helper-scope",
    ]);
  });

  test("notice that a device was registered again, under another id in Entra", async () => {
    await using bench = await startGraphBench();
    bench.graph.leave(GROUP_IDS.salesPeople, PEOPLE_IDS.sam); // so that only the device's group covers
    expect(unmetIn(await ask(bench, "sam", "samLaptop", "hugo"))).toEqual([]);
    const renewed = "e2000000-0000-4000-8000-000000000001";
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { azureADDeviceId: renewed });
    expect(unmetIn(await ask(bench, "sam", "samLaptop", "hugo"))).toEqual(["helper-scope"]);
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { azureADDeviceId: "e3000000-0000-4000-8000-000000000001" });
    bench.graph.join(GROUP_IDS.berlinLaptops, "e3000000-0000-4000-8000-000000000001");
    expect(unmetIn(await ask(bench, "sam", "samLaptop", "hugo"))).toEqual([]);
  });

  test("hold the rights of a tenant with more roles than one batch can ask for", async () => {
    await using bench = await startGraphBench();
    const { roles } = bench.graph.tenant();
    const [operator] = roles;
    if (operator === undefined) throw new Error("the company has roles");
    for (let number = 10; number < 35; number++) {
      roles.unshift({ ...operator, id: `b1000000-0000-4000-8000-0000000000${number}` });
    }
    expect(unmetIn(await bench.directory.facts(samAsksHana), "elevation")).toEqual([]);
  });

  test("take an action away that the role forbids in the same breath", async () => {
    await using bench = await startGraphBench();
    for (const role of bench.graph.tenant().roles) role.notAllowedResourceActions = [READ_CONNECTORS];
    expect(unmetIn(await bench.directory.facts(samAsksHana))).toEqual(["helper-permissions"]);
  });

  test("take new values of Graph without a crash", async () => {
    await using bench = await startGraphBench();
    bench.graph.editDevice(DEVICE_IDS.samLaptop, {
      complianceState: "quantumCompliant",
      operatingSystem: "Fuchsia",
      managementState: "hovering",
    });
    expect(unmetIn(await bench.directory.facts(samAsksHana))).toEqual([
      "device-managed",
      "device-compliant?",
      "device-platform",
    ]);
  });
});

describe("a scope that does not hold the device", () => {
  const scopeOf = (facts: Facts) =>
    inEnglish(judge(facts, POLICY, "view").findings.find(({ check }) => check === "helper-scope"))?.seen;

  test("is told by role, assignment and the names of its groups; asked for once and only then", async () => {
    await using bench = await startGraphBench();
    await ask(bench, "sam", "samLaptop", "hugo");
    const named = () => itemsOf(bench).filter((item) => /\/groups\/[^/]+\?/.test(item)).length;
    expect(named()).toBe(0);
    for (const _ of [1, 2]) {
      expect(scopeOf(await ask(bench, "nico", "nicoLaptop", "hugo"))).toBe(
        "Remote Help Viewer (Trainees, Sales only, for Sales people and Berlin laptops)",
      );
    }
    expect(named()).toBe(2);
  });

  test("is told by the id of a group that cannot be named", async () => {
    await using bench = await startGraphBench();
    const { groups } = bench.graph.tenant();
    bench.graph.tenant().groups = groups.filter(({ id }) => id !== GROUP_IDS.salesPeople);
    expect(scopeOf(await ask(bench, "nico", "nicoLaptop", "hugo"))).toBe(
      `Remote Help Viewer (Trainees, Sales only, for ${GROUP_IDS.salesPeople} and Berlin laptops)`,
    );
  });
});
