import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { DEVICE_IDS, GROUP_IDS } from "../../playground/company.ts";
import type { Faults } from "../../playground/graph/faults.ts";
import { judge } from "../../src/domain/eligibility/judge.ts";
import { DEFAULT_ELIGIBILITY_POLICY as POLICY } from "../../src/domain/eligibility/policy.ts";
import { beforeAbort } from "../../src/graph/before-abort.ts";
import { Authorize } from "../../src/graph/sign-in.ts";
import { inEnglish } from "../support/in-english.ts";
import { samAsksHana, someone, startGraphBench } from "../support/simulated-graph.ts";

describe("when Graph fails as a whole", () => {
  test.each<[string, Partial<Faults>]>([
    ["Graph is busy (429)", { throttle: true }],
    ["Graph answered 503", { unavailable: true }],
    ["Graph did not accept Beckon's sign-in (401)", { refuseSignIn: true }],
    ["Graph sent an answer that Beckon cannot read", { malformed: true }],
  ])("%s: every fact is unknown, after one try", async (why, fault) => {
    await using bench = await startGraphBench();
    bench.graph.faults.set(fault);
    const facts = await bench.directory.facts(samAsksHana);
    const unknown = { unknown: { why } };
    expect(inEnglish(facts)).toMatchObject({
      sharer: unknown,
      device: unknown,
      helper: unknown,
      rights: unknown,
    });
    expect(judge(facts, POLICY, "view").verdict).toBe("deny");
    const paths = bench.graph.requests().map(({ path }) => path);
    expect(paths.toSorted()).toEqual(["/beta/$batch", "/v1.0/$batch"]);
  });

  test("a slow answer is given up at the deadline", async () => {
    await using bench = await startGraphBench({ deadlineMs: 30 });
    bench.graph.faults.set({ slowMs: 60_000 });
    const facts = await bench.directory.facts(samAsksHana);
    const unknown = { unknown: { why: "no answer in time" } };
    expect(inEnglish(facts)).toMatchObject({
      sharer: unknown,
      device: unknown,
      helper: unknown,
      rights: unknown,
    });
  });

  test("an address without a listener has a reason of its own", async () => {
    await using bench = await startGraphBench({ baseUrl: "http://127.0.0.1:9" });
    expect(inEnglish(await bench.directory.sharer(someone("sam")))).toMatchObject({
      person: { unknown: { why: "Graph could not be reached" } },
    });
  });

  test("the next ask works again, roles included", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ unavailable: true });
    await bench.directory.facts(samAsksHana);
    bench.graph.faults.clear();
    expect(judge(await bench.directory.facts(samAsksHana), POLICY, "elevation").verdict).toBe("allow");
  });
});

describe("when Graph fails in part", () => {
  test("a 429 inside a 200 touches one fact only", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ throttleItems: "/managedDevices/" });
    const facts = await bench.directory.facts(samAsksHana);
    expect(inEnglish(facts.device)).toEqual({ unknown: { why: "Graph is busy (429)" } });
    expect(facts.sharer).toHaveProperty("seen");
    expect(facts.helper).toHaveProperty("seen");
    expect(judge(facts, POLICY, "view").verdict).toBe("deny");
  });

  test.each([
    ["User.Read.All", "sharer"],
    ["DeviceManagementManagedDevices.Read.All", "device"],
    ["DeviceManagementRBAC.Read.All", "rights"],
    ["GroupMember.Read.All", "rights"],
  ] as const)("without %s the %s is unknown, and the permission is named", async (permission, part) => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ deny: [permission] });
    const facts = await bench.directory.facts(samAsksHana);
    expect(inEnglish(facts[part])).toEqual({
      unknown: { why: "Graph answered 403", missingPermission: permission },
    });
    expect(judge(facts, POLICY, "view").verdict).toBe("deny");
  });

  test("without Device.Read.All a scope of people still counts, a scope of devices does not", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ deny: ["Device.Read.All"] });
    const byPeople = await bench.directory.facts({ ...samAsksHana, helper: someone("hugo") });
    expect(judge(byPeople, POLICY, "view").verdict).toBe("allow");
    const outside = { sharer: someone("stan"), device: samAsksHana.device, helper: someone("hugo") };
    const finding = judge(await bench.directory.facts(outside), POLICY, "view").findings.find(
      ({ check }) => check === "helper-scope",
    );
    expect(finding).toMatchObject({ outcome: "unknown", owner: "identity-admin" });
  });

  test("without RoleManagement.Read.Directory a helper with a role goes on, an administrator stays unknown", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ deny: ["RoleManagement.Read.Directory"] });
    expect(judge(await bench.directory.facts(samAsksHana), POLICY, "view").verdict).toBe("allow");
    const byMia = await bench.directory.facts({ ...samAsksHana, helper: someone("mia") });
    expect(judge(byMia, POLICY, "view").verdict).toBe("deny");
  });

  test("an administrator goes on while the Intune roles cannot be read", async () => {
    await using bench = await startGraphBench();
    bench.graph.join(GROUP_IDS.helpers, someone("mia"));
    bench.graph.faults.set({ deny: ["DeviceManagementRBAC.Read.All"] });
    const byMia = await bench.directory.facts({ ...samAsksHana, helper: someone("mia") });
    expect(judge(byMia, POLICY, "elevation").verdict).toBe("allow");
  });

  test("a page that fails makes the devices unknown", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ pageSize: 1, throttleItems: "skiptoken" });
    expect(inEnglish((await bench.directory.sharer(someone("sam"))).devices)).toEqual({
      unknown: { why: "Graph is busy (429)" },
    });
  });

  test("a date and an id that Intune leaves empty are no date and no id", async () => {
    await using bench = await startGraphBench();
    const nothing = "00000000-0000-0000-0000-000000000000";
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { userId: "", azureADDeviceId: nothing });
    const { device } = await bench.directory.facts(samAsksHana);
    expect(device).toMatchObject({ seen: { primaryUser: null } });
  });
});

test("a wait that begins after the deadline ends at once", async () => {
  const never = Promise.withResolvers<never>().promise;
  await expect(beforeAbort(never, AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
});

describe("a token", () => {
  const token = { token: "top-secret", expiresOnTimestamp: Date.now() + 60_000 };

  test("is asked for Graph's own scope and sent along", async () => {
    const scopes: unknown[] = [];
    const credential = {
      async getToken(scope: string | string[]) {
        scopes.push(scope);
        return token;
      },
    };
    await using bench = await startGraphBench({ credential });
    await using signed = await startGraphBench({ credential, baseUrl: bench.graph.url });
    expect(await signed.directory.managerOf(someone("hana"))).not.toBeNull();
    expect(scopes).toEqual([`${bench.graph.url}/.default`]);
    expect(signed.lines.join("")).not.toContain("top-secret");
  });

  test("that cannot be had makes everything unknown, and the code says why, once", async () => {
    const credential = {
      async getToken() {
        throw new Error("AADSTS90002: tenant not found");
      },
    };
    await using bench = await startGraphBench({ credential });
    for (const _ of [1, 2])
      expect(inEnglish((await bench.directory.sharer(someone("sam"))).person)).toEqual({
        unknown: {
          why: "Beckon could not sign in to Graph: the tenant does not exist (AADSTS90002)",
          owner: "identity-admin",
        },
      });
    expect(bench.lines.join("")).not.toContain("tenant not found");
    expect(bench.lines.filter((line) => line.includes("AADSTS90002"))).toHaveLength(1);
  });

  test("that never comes is given up at the deadline", async () => {
    const credential = { getToken: () => Promise.withResolvers<never>().promise };
    await using bench = await startGraphBench({ credential, deadlineMs: 30 });
    expect(inEnglish((await bench.directory.sharer(someone("sam"))).person)).toEqual({
      unknown: { why: "no answer in time" },
    });
  });

  test("is not even asked for when the address is not Graph's", async () => {
    const credential = { getToken: () => Promise.reject(new Error("asked")) };
    const authorize = new Authorize(credential, "https://graph.microsoft.com");
    const call = authorize.execute({ request: "https://graph.microsoft.com.evil.example/v1.0/users" });
    await expect(call).rejects.toThrow("Not an address of Graph");
  });

  test("is not carried to a page on another host", async () => {
    const visits: string[] = [];
    const elsewhere = createServer((request, response) => {
      visits.push(request.headers.authorization ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const { port } = elsewhere.address() as AddressInfo;
    let asked = 0;
    const luring = createServer((_request, response) => {
      asked += 1;
      const body = { value: [], "@odata.nextLink": `http://127.0.0.1:${port}/v1.0/users` };
      const responses = ["person", "devices"].map((id) => ({ id, status: 200, body }));
      response.setHeader("content-type", "application/json").end(JSON.stringify({ responses }));
    });
    await new Promise<void>((resolve) => luring.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(luring.address() as AddressInfo).port}`;
    await using bench = await startGraphBench({ baseUrl });
    expect((await bench.directory.sharer(someone("sam"))).devices).toHaveProperty("unknown");
    expect({ asked, visits }).toEqual({ asked: 1, visits: [] });
    for (const server of [elsewhere, luring]) server.close().closeAllConnections();
  });
});
