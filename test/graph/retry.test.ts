import { describe, expect, test } from "vitest";
import type { Faults } from "../../playground/graph/faults.ts";
import { judge } from "../../src/domain/eligibility/judge.ts";
import { DEFAULT_ELIGIBILITY_POLICY as POLICY } from "../../src/domain/eligibility/policy.ts";
import { inEnglish } from "../support/in-english.ts";
import { type GraphBench, itemsOf, samAsksHana, startGraphBench } from "../support/simulated-graph.ts";

/** Graph recovers while somebody waits; without a change it stays as it is. */
async function benchThatWaits(recovery: Partial<Faults> | null = null) {
  const waits: number[] = [];
  const pause = async (ms: number) => {
    waits.push(ms);
    if (recovery !== null) bench.graph.faults.set(recovery);
  };
  const bench: GraphBench = await startGraphBench({ pause });
  return { ...bench, waits };
}

const NO_THROTTLE = { throttle: false, throttleItems: null, unavailable: false };

describe("an interactive ask", () => {
  test.each<Partial<Faults>>([
    { throttleItems: "/managedDevices/" },
    { throttle: true },
    { unavailable: true },
  ])("never waits and never asks twice: %o", async (fault) => {
    await using bench = await benchThatWaits(NO_THROTTLE);
    bench.graph.faults.set(fault);
    expect(judge(await bench.directory.facts(samAsksHana), POLICY, "view").verdict).toBe("deny");
    expect(bench.waits).toEqual([]);
    expect(new Set(itemsOf(bench)).size).toBe(itemsOf(bench).length);
  });
});

describe("background work", () => {
  test("asks again for what was busy inside a 200, only that, and after Retry-After", async () => {
    await using bench = await benchThatWaits(NO_THROTTLE);
    bench.graph.faults.set({ throttleItems: "/managedDevices/", retryAfter: 3 });
    const facts = await bench.directory.facts({ ...samAsksHana, helper: null }, "background");
    expect(inEnglish(facts.device)).toHaveProperty("seen");
    expect(bench.waits).toEqual([3000]);
    const [first, second] = bench.graph.requests().map(({ items }) => items);
    expect(first).toHaveLength(3);
    expect(second).toEqual([
      expect.stringContaining("/managedDevices/"),
      expect.stringMatching(/\/managedDevices\/.*\/users/),
    ]);
  });

  test.each<[Partial<Faults>]>([[{ throttle: true }], [{ unavailable: true }]])(
    "waits for a Graph that is busy as a whole: %o",
    async (fault) => {
      await using bench = await benchThatWaits(NO_THROTTLE);
      bench.graph.faults.set({ ...fault, retryAfter: 2 });
      const facts = await bench.directory.facts(samAsksHana, "background");
      expect(judge(facts, POLICY, "elevation").verdict).toBe("allow");
      expect(new Set(bench.waits)).toEqual(new Set([2000]));
    },
  );

  test("backs off by itself where Graph does not say how long, and gives up after four tries", async () => {
    await using bench = await benchThatWaits();
    bench.graph.faults.set({ throttleItems: "/managedDevices/", retryAfter: null });
    const facts = await bench.directory.facts({ ...samAsksHana, helper: null }, "background");
    expect(inEnglish(facts.device)).toEqual({ unknown: { why: "Graph is busy (429)" } });
    expect(bench.waits).toHaveLength(3);
    for (const [tries, wait] of bench.waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(1000 * 2 ** tries);
      expect(wait).toBeLessThanOrEqual(1500 * 2 ** tries);
    }
  });

  test("does not wait for a service that wants more time than a check has", async () => {
    await using bench = await benchThatWaits();
    bench.graph.faults.set({ throttleItems: "/managedDevices/", retryAfter: 120 });
    await bench.directory.facts({ ...samAsksHana, helper: null }, "background");
    expect(bench.waits).toEqual([]);
  });

  test("does not ask again for what broke or is forbidden", async () => {
    await using bench = await benchThatWaits();
    bench.graph.faults.set({ breakItems: "/managedDevices/", deny: ["User.Read.All"] });
    const facts = await bench.directory.facts({ ...samAsksHana, helper: null }, "background");
    expect(inEnglish(facts)).toMatchObject({ device: { unknown: { why: "Graph answered 500" } } });
    expect(bench.waits).toEqual([]);
  });

  test("says in the log that it waits, and how many questions with it", async () => {
    await using bench = await benchThatWaits(NO_THROTTLE);
    bench.graph.faults.set({ throttleItems: "/managedDevices/", retryAfter: 3 });
    await bench.directory.facts({ ...samAsksHana, helper: null }, "background");
    const line = bench.lines.find((one) => one.includes("graph.waiting"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({ call: "facts", items: 2, ms: 3000 });
  });
});
