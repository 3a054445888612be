import { describe, expect, test } from "vitest";
import { GROUP_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import { mayHoldRole } from "../../src/domain/eligibility/person-checks.ts";
import { DEFAULT_ELIGIBILITY_POLICY } from "../../src/domain/eligibility/policy.ts";
import { personId } from "../../src/domain/ticket/ids.ts";
import { DirectoryUnavailable, PersonUnknown } from "../../src/ports/directory.ts";
import { type GraphBench, samAsksHana, someone, startGraphBench } from "../support/simulated-graph.ts";

describe("the sharer and their devices", () => {
  test("come in two requests, the second for the primary users, which are kept", async () => {
    await using bench = await startGraphBench();
    const { person, devices } = await bench.directory.sharer(someone("sam"));
    expect(person).toMatchObject({ seen: { displayName: "Sam Sharma", accountEnabled: true } });
    expect(devices).toMatchObject({
      seen: [
        { name: "HAL-SALES-014", platform: "windows", primaryUser: PEOPLE_IDS.sam },
        { name: "Sam's iPhone", platform: "ios" },
      ],
    });
    expect(bench.graph.requests()).toHaveLength(2);
    await bench.directory.sharer(someone("sam"));
    expect(bench.graph.requests()).toHaveLength(3);
  });

  test("are all there when Graph sends them page by page", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ pageSize: 1 });
    const { devices } = await bench.directory.sharer(someone("sam"));
    expect(devices).toMatchObject({ seen: [{ name: "HAL-SALES-014" }, { name: "Sam's iPhone" }] });
    expect(bench.graph.requests()).toHaveLength(3);
  });

  test("can be no device at all", async () => {
    await using bench = await startGraphBench();
    expect((await bench.directory.sharer(someone("nadia"))).devices).toEqual({ seen: [] });
  });

  test("are refused for somebody whom Graph does not know", async () => {
    await using bench = await startGraphBench();
    const stranger = personId("00000000-0000-4000-8000-00000000dead");
    await expect(bench.directory.sharer(stranger)).rejects.toThrow(PersonUnknown);
  });

  test.each(["../me", "sam@halden.example", "", "a1000000-0000-4000-8000-000000000001/manager"])(
    "are not asked for under the id %j",
    async (id) => {
      await using bench = await startGraphBench();
      expect((await bench.directory.sharer(personId(id))).person).toHaveProperty("unknown");
      expect(bench.graph.requests()).toHaveLength(0);
    },
  );
});

describe("staff", () => {
  test.each([
    ["hana", { helper: true, lead: false }],
    ["lena", { helper: true, lead: true }],
    ["sam", { helper: false, lead: false }],
  ] as const)("%s has the roles %o, in one request", async (key, roles) => {
    await using bench = await startGraphBench();
    expect(await bench.directory.staff(someone(key))).toMatchObject({ person: { id: someone(key) }, roles });
    expect(bench.graph.requests()).toHaveLength(1);
  });

  test("lose their role the moment they leave the group", async () => {
    await using bench = await startGraphBench();
    bench.graph.leave(GROUP_IDS.helpers, PEOPLE_IDS.hana);
    expect((await bench.directory.staff(someone("hana"))).roles.helper).toBe(false);
  });

  test("who are in the leads group only are helpers too", async () => {
    await using bench = await startGraphBench();
    bench.graph.leave(GROUP_IDS.helpers, PEOPLE_IDS.lena);
    expect((await bench.directory.staff(someone("lena"))).roles).toEqual({ helper: true, lead: true });
  });

  test("are neither helper nor not when Graph cannot say", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ throttleItems: "checkMemberGroups" });
    await expect(bench.directory.staff(someone("hana"))).rejects.toThrow(DirectoryUnavailable);
  });

  test("cannot be looked up without the permission, which is named", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ deny: ["GroupMember.Read.All"] });
    await expect(bench.directory.staff(someone("hana"))).rejects.toMatchObject({
      missingPermission: "GroupMember.Read.All",
    });
  });
});

describe("the helpers to whom a ticket can be handed over", () => {
  const names = async (bench: GraphBench) =>
    (await bench.directory.helpers()).map(({ displayName }) => displayName);

  test("are both groups by name, each person once, in one request", async () => {
    await using bench = await startGraphBench();
    expect(await names(bench)).toEqual(["Hana Weber", "Hedda Lang", "Hugo Martin", "Lena Novak"]);
    expect(bench.graph.requests()).toHaveLength(1);
  });

  test("are all there when Graph sends them page by page", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ pageSize: 1 });
    expect(await names(bench)).toHaveLength(4);
  });

  test("leave out who cannot sign in", async () => {
    await using bench = await startGraphBench();
    bench.graph.editPerson(PEOPLE_IDS.hugo, { accountEnabled: false });
    expect(await names(bench)).not.toContain("Hugo Martin");
  });

  test("are not half of them when Graph answers half", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ throttleItems: GROUP_IDS.leads });
    await expect(bench.directory.helpers()).rejects.toMatchObject({ why: { fact: "busy" } });
  });
});

describe("a role of the helpdesk", () => {
  test.each([
    ["a disabled account", { accountEnabled: false }, false],
    ["a guest", { userType: "Guest" }, false],
    ["another kind of account", { userType: "External" }, false],
    [
      "a member from another organization",
      { userPrincipalName: "hugo_beyond.example#EXT#@contoso.example" },
      false,
    ],
    ["an account older than its kind", { userType: null }, true],
    [
      "a guest older than its kind",
      { userType: null, userPrincipalName: "h_x.example#EXT#@contoso.example" },
      false,
    ],
    ["an enabled member", {}, true],
  ])("of %s in the helpers' group: %s", async (_, change, helper) => {
    await using bench = await startGraphBench();
    bench.graph.editPerson(PEOPLE_IDS.hugo, change);
    const { roles } = await bench.directory.staff(someone("hugo"));
    expect(roles).toEqual({ helper, lead: false });
    const names = (await bench.directory.helpers()).map(({ displayName }) => displayName);
    expect(names.includes("Hugo Martin")).toBe(helper);
  });

  test.each([
    ["an enabled member", {}, true],
    ["a disabled account", { accountEnabled: false }, false],
    ["a guest", { userType: "Guest" }, false],
  ])("of %s in the auditors' group: %s", async (_, change, auditor) => {
    await using bench = await startGraphBench({ auditorsGroupId: GROUP_IDS.salesPeople });
    bench.graph.join(GROUP_IDS.salesPeople, PEOPLE_IDS.mia);
    bench.graph.editPerson(PEOPLE_IDS.mia, change);
    expect((await bench.directory.staff(someone("mia"))).auditor).toBe(auditor);
  });

  test("is a lead's only with an enabled member account, and a guest has it where the policy lets guests help", async () => {
    await using bench = await startGraphBench();
    bench.graph.editPerson(PEOPLE_IDS.lena, { userType: "Guest" });
    expect((await bench.directory.staff(someone("lena"))).roles).toEqual({ helper: false, lead: false });
    expect(await bench.directory.leads()).toEqual([]);
    const checks = { ...DEFAULT_ELIGIBILITY_POLICY.checks, "helper-member": "warn" as const };
    const guest = (await bench.directory.staff(someone("lena"))).person;
    expect(mayHoldRole(guest, { ...DEFAULT_ELIGIBILITY_POLICY, checks })).toBe(true);
    expect(mayHoldRole({ ...guest, accountEnabled: null }, { ...DEFAULT_ELIGIBILITY_POLICY, checks })).toBe(
      false,
    );
  });
});

describe("people by name", () => {
  const found = async (bench: GraphBench, name: string, most = 5) =>
    (await bench.directory.search(name, most)).map(({ displayName }) => displayName);

  test("are those whose name begins so, in one request and no more pages than one", async () => {
    await using bench = await startGraphBench();
    expect(await found(bench, "sam")).toEqual(["Sam Sharma"]);
    expect(await found(bench, "", 3)).toHaveLength(3);
    expect(bench.graph.requests()).toHaveLength(2);
  });

  test("can have quotes and signs in it", async () => {
    await using bench = await startGraphBench();
    bench.graph.editPerson(PEOPLE_IDS.sam, { displayName: "O'Neill & Söhne') or true" });
    expect(await found(bench, "O'Neill & Söhne')")).toEqual(["O'Neill & Söhne') or true"]);
    expect(await found(bench, "') or startswith(displayName,'")).toEqual([]);
  });

  test("are an error, not an empty list, when Graph fails", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ unavailable: true });
    await expect(bench.directory.search("Sam", 5)).rejects.toMatchObject({
      why: { fact: "status", status: 503 },
    });
  });
});

describe("profiles of many", () => {
  const many = [someone("sam"), someone("uma"), personId("a1000000-0000-4000-8000-999999999999")];

  test("are one request, without those whom Graph does not know any more", async () => {
    await using bench = await startGraphBench();
    const names = (await bench.directory.profiles(many)).map(({ displayName }) => displayName);
    expect(names).toEqual(["Sam Sharma", "Uma Rossi"]);
    expect(bench.graph.requests()).toHaveLength(1);
  });

  test("are no profiles at all when one of them could not be read", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ breakItems: PEOPLE_IDS.uma });
    await expect(bench.directory.profiles(many)).rejects.toMatchObject({
      why: { fact: "status", status: 500 },
    });
  });

  test("of an empty list cost no request", async () => {
    await using bench = await startGraphBench();
    expect(await bench.directory.profiles([])).toEqual([]);
    expect(bench.graph.requests()).toHaveLength(0);
  });
});

describe("a manager", () => {
  test("is found", async () => {
    await using bench = await startGraphBench();
    expect(await bench.directory.managerOf(someone("hana"))).toMatchObject({ displayName: "Mia Keller" });
  });

  test("is null for a person without one", async () => {
    await using bench = await startGraphBench();
    expect(await bench.directory.managerOf(someone("paul"))).toBeNull();
  });

  test("is an error, not null, while Graph is down", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ unavailable: true });
    await expect(bench.directory.managerOf(someone("paul"))).rejects.toMatchObject({
      why: { fact: "status", status: 503 },
    });
  });
});

describe("a photo", () => {
  test("is a data URI", async () => {
    await using bench = await startGraphBench();
    expect(await bench.directory.photo(someone("hana"))).toMatch(/^data:image\/png;base64,iVBOR/);
  });

  test("is null for somebody without one", async () => {
    await using bench = await startGraphBench();
    expect(await bench.directory.photo(someone("nico"))).toBeNull();
  });

  test.each([{ unavailable: true }, { throttle: true }, { deny: ["ProfilePhoto.Read.All"] }])(
    "is null when it cannot be had: %o",
    async (fault) => {
      await using bench = await startGraphBench();
      bench.graph.faults.set(fault);
      expect(await bench.directory.photo(someone("hana"))).toBeNull();
    },
  );

  test("is null when Graph is slow", async () => {
    await using bench = await startGraphBench({ deadlineMs: 30 });
    bench.graph.faults.set({ slowMs: 60_000 });
    expect(await bench.directory.photo(someone("hana"))).toBeNull();
  });
});

describe("the log", () => {
  test("carries the request's id, and neither names nor addresses", async () => {
    await using bench = await startGraphBench();
    await bench.directory.facts(samAsksHana);
    await bench.directory.photo(someone("hana"));
    const ids = bench.graph.requests().map(({ clientRequestId }) => clientRequestId);
    expect(ids.every((id) => id !== null && bench.lines.some((line) => line.includes(id)))).toBe(true);
    expect(bench.lines.join("")).not.toMatch(/Sam|Sharma|HAL-|halden|simulated/);
  });

  test("names a missing permission once", async () => {
    await using bench = await startGraphBench();
    bench.graph.faults.set({ deny: ["User.Read.All"] });
    await bench.directory.sharer(someone("sam"));
    await bench.directory.sharer(someone("sam"));
    const named = bench.lines.filter((line) => line.includes("graph.permission-missing"));
    expect(named).toHaveLength(1);
    expect(named[0]).toContain("User.Read.All");
  });
});
