import { describe, expect, test } from "vitest";
import { PEOPLE_IDS, type PersonKey } from "../../playground/company.ts";
import { judge } from "../../src/domain/eligibility/judge.ts";
import { CHECK_IDS } from "../../src/domain/eligibility/policy.ts";
import { STRICT } from "../support/facts.ts";
import { inEnglish } from "../support/in-english.ts";
import {
  type GraphBench,
  itemsOf,
  pathsOf,
  samAsksHana,
  someone,
  startGraphBench,
} from "../support/simulated-graph.ts";

const strictBench = (change: object = {}) => startGraphBench({ eligibility: STRICT, ...change });
const sharedBy = (key: PersonKey) => ({ ...samAsksHana, sharer: someone(key), device: null });

const outcomesOf = async (bench: GraphBench, about: Parameters<GraphBench["directory"]["facts"]>[0]) =>
  Object.fromEntries(
    judge(await bench.directory.facts(about), STRICT, "view").findings.map(({ check, outcome }) => [
      check,
      outcome,
    ]),
  );

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

describe("sources of checks that are off by default", () => {
  test("are not asked while they are off", async () => {
    await using bench = await startGraphBench();
    const facts = await bench.directory.facts(samAsksHana);
    expect(Object.keys(facts).toSorted()).toEqual([
      "device",
      "gatheredAt",
      "helpdesk",
      "helper",
      "rights",
      "sharer",
    ]);
    expect(itemsOf(bench).join()).not.toMatch(/riskyUsers|remoteAssistanceSettings/);
    expect(itemsOf(bench).filter((item) => item.includes("/managedDevices?"))).toEqual([]);
  });

  test("answer when they are on, and every condition is met for Sam and Hana", async () => {
    await using bench = await strictBench();
    const outcomes = await outcomesOf(bench, samAsksHana);
    expect(Object.values(outcomes).every((outcome) => outcome === "met")).toBe(true);
    const doNotApply = CHECK_IDS.filter((id) => !(id in outcomes));
    expect(doNotApply).toEqual(["device-not-jailbroken"]);
  });

  test("cost nothing more than the one request once they are known", async () => {
    await using bench = await strictBench();
    await bench.directory.facts(samAsksHana);
    expect(bench.graph.requests()).toHaveLength(7);
    bench.graph.forgetRequests();
    await bench.directory.facts(samAsksHana);
    expect(pathsOf(bench)).toEqual(["/v1.0/$batch"]);
  });

  test("ask for the fields they use and no others", async () => {
    await using bench = await strictBench();
    await bench.directory.facts(samAsksHana);
    const reads = itemsOf(bench).filter((item) => item.startsWith("GET") && !item.includes("$select="));
    expect(reads).toEqual(["GET /deviceManagement/roleAssignments"]);
  });
});

describe("the sharer's risk", () => {
  test("stops a session with an account at high risk", async () => {
    await using bench = await strictBench();
    expect(await outcomesOf(bench, sharedBy("rita"))).toMatchObject({ "sharer-risk": "unmet" });
  });

  test("is asked once in ten minutes for each person", async () => {
    await using bench = await strictBench();
    const asked = () => itemsOf(bench).filter((item) => item.includes("riskyUsers")).length;
    await bench.directory.facts(samAsksHana);
    bench.pass(10 * MINUTE_MS - 1);
    await bench.directory.facts(samAsksHana);
    expect(asked()).toBe(1);
    bench.pass(1);
    await bench.directory.facts(samAsksHana);
    expect(asked()).toBe(2);
  });

  test("is asked a second apart, as Graph allows", async () => {
    const waits: number[] = [];
    const pause = async (ms: number) => void waits.push(ms);
    await using bench = await strictBench({ pause });
    const three = (["sam", "nico", "otto"] as const).map((key) => bench.directory.facts(sharedBy(key)));
    await Promise.all(three);
    expect(waits).toEqual([SECOND_MS, 2 * SECOND_MS]);
  });

  test("stays unknown to an ask whose turn does not come in time", async () => {
    const pause = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    await using bench = await strictBench({ pause, deadlineMs: 200 });
    await bench.directory.facts(samAsksHana);
    const { risk } = await bench.directory.facts(sharedBy("nico"));
    expect(inEnglish(risk)).toEqual({ unknown: { why: "no answer in time" } });
  });

  test("names the permission that it lacks", async () => {
    await using bench = await strictBench();
    bench.graph.faults.set({ deny: ["IdentityRiskyUser.Read.All"] });
    expect(inEnglish((await bench.directory.facts(samAsksHana)).risk)).toEqual({
      unknown: { why: "Graph answered 403", missingPermission: "IdentityRiskyUser.Read.All" },
    });
  });
});

describe("the tenant's switch", () => {
  test("says that Remote Help is off", async () => {
    await using bench = await strictBench();
    bench.graph.editRemoteHelp({ remoteAssistanceState: "disabled" });
    expect(await outcomesOf(bench, samAsksHana)).toMatchObject({ "tenant-remote-help": "unmet" });
  });

  test("is read again after ten minutes, for every ask alike", async () => {
    await using bench = await strictBench();
    await bench.directory.facts(samAsksHana);
    bench.graph.editRemoteHelp({ remoteAssistanceState: "disabled" });
    expect(await outcomesOf(bench, sharedBy("nico"))).toMatchObject({ "tenant-remote-help": "met" });
    bench.pass(10 * MINUTE_MS);
    expect(await outcomesOf(bench, sharedBy("nico"))).toMatchObject({ "tenant-remote-help": "unmet" });
  });

  test("stays unknown when Graph answers with a new value, or without permission", async () => {
    await using bench = await strictBench();
    bench.graph.editRemoteHelp({ remoteAssistanceState: "notYet" });
    expect(await outcomesOf(bench, samAsksHana)).toMatchObject({ "tenant-remote-help": "unknown" });
    bench.pass(10 * MINUTE_MS);
    bench.graph.faults.set({ deny: ["DeviceManagementServiceConfig.Read.All"] });
    expect(await outcomesOf(bench, samAsksHana)).toMatchObject({ "tenant-remote-help": "unknown" });
  });
});

test("a helper without a device in order is told apart from one with", async () => {
  await using bench = await strictBench();
  for (const device of bench.graph.tenant().devices) {
    if (device.userId === PEOPLE_IDS.hana) device.complianceState = "noncompliant";
  }
  expect(await outcomesOf(bench, samAsksHana)).toMatchObject({ "helper-device": "unmet" });
});
