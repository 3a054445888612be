import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GROUP_IDS, PEOPLE, PEOPLE_IDS } from "../../playground/company.ts";
import { SIMULATED_APP_ID } from "../../playground/graph/tenant.ts";
import { GROUPS } from "../../src/doctor/examine.ts";
import { judgeDisk } from "../../src/doctor/machine-checks.ts";
import type { Permission } from "../../src/graph/permissions.ts";
import { type SetupBench, startSetupBench, tokenWith } from "./setup-bench.ts";

let bench: SetupBench;
beforeEach(async () => {
  bench = await startSetupBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

interface Finding {
  readonly id: string;
  readonly outcome: string;
  readonly seen: string;
  readonly remedy: string | null;
  readonly names?: readonly string[];
}

async function findingsOf(...[argv = [], change]: Parameters<SetupBench["doctor"]>) {
  const { out } = await bench.doctor(["--json", ...argv], change);
  const { findings }: { findings: readonly Finding[] } = JSON.parse(out);
  return new Map(findings.map((finding) => [finding.id, finding]));
}

const ALWAYS: readonly Permission[] = [
  "User.Read.All",
  "GroupMember.Read.All",
  "DeviceManagementManagedDevices.Read.All",
  "DeviceManagementRBAC.Read.All",
  "Device.Read.All",
  "RoleManagement.Read.Directory",
  "ProfilePhoto.Read.All",
];

describe("a setup that works", () => {
  test("is said so, line by line, without a name", async () => {
    const { exitCode, out } = await bench.doctor();
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^ {2}ok +Permission User\.Read\.All +Graph answers$/m);
    expect(out).toMatch(/^ {2}ok +Group HELPERS_GROUP_ID +4 members$/m);
    expect(out).toMatch(/^0 to fix, 0 not known, \d+ to look at, \d+ in order$/m);
    for (const { displayName } of PEOPLE) expect(out).not.toContain(displayName);
  });

  test("names people when it is asked to", async () => {
    const findings = await findingsOf(["--names"]);
    expect(findings.get("helper-roles")?.names).toEqual(["Hedda Lang"]);
    expect((await findingsOf()).get("helper-roles")?.names).toBeUndefined();
  });

  test("changes nothing: a database that is not there is not made, and Graph is only asked", async () => {
    await bench.doctor();
    await bench.doctor();
    expect((await findingsOf()).get("tables")?.seen).toBe("not there yet: the first start makes them");
    const writes = bench.graph
      .requests()
      .flatMap(({ items }) => items.filter((item) => !item.startsWith("GET ")));
    expect(writes.filter((item) => !/getMemberGroups$/.test(item))).toEqual([]);
  });
});

describe("a permission that is taken away", () => {
  test.each(ALWAYS)("is named with what misses it: %s", async (permission) => {
    bench.graph.faults.set({ deny: [permission] });
    const { exitCode, out } = await bench.doctor();
    const isOptional = ["RoleManagement.Read.Directory", "ProfilePhoto.Read.All"].includes(permission);
    const outcome = isOptional ? "note" : "problem";
    expect(out).toMatch(new RegExp(`^ {2}${outcome} +Permission ${permission} `, "m"));
    expect(out.match(/^ {2}(?:note|problem) +Permission/gm)).toHaveLength(1);
    if (permission !== "ProfilePhoto.Read.All" && !isOptional) expect(exitCode).toBe(1);
  });

  test("is read from the token's roles, too, and counts as granted while Graph still refuses", async () => {
    const roles = ALWAYS.filter((name) => name !== "Device.Read.All");
    const credentials = { bot: tokenWith([]), graph: tokenWith(roles) };
    bench.graph.faults.set({ deny: ["Device.Read.All", "User.Read.All"] });
    const findings = await findingsOf([], { credentials });
    expect(findings.get("permission:Device.Read.All")).toMatchObject({
      outcome: "problem",
      seen: "missing: scopes made of device groups stay unknown",
    });
    expect(findings.get("permission:User.Read.All")).toMatchObject({
      outcome: "problem",
      seen: "granted, but refused: Graph answered 403",
    });
    expect(findings.get("permission:GroupMember.Read.All")?.seen).toBe("granted, and Graph answers");
  });

  test("belongs to a feature: what is off needs none, and what is on needs its own", async () => {
    expect((await findingsOf()).has("permission:AppCatalog.Read.All")).toBe(false);
    await using other = await startSetupBench({
      TEAMS_APP_ID: SIMULATED_APP_ID,
      RECONCILE_REMOTE_HELP: "on",
    });
    other.graph.faults.set({ deny: ["AppCatalog.Read.All", "DeviceManagementServiceConfig.Read.All"] });
    const { out } = await other.doctor();
    expect(out).toMatch(/problem +Permission AppCatalog\.Read\.All +missing: Beckon cannot write/);
    expect(out).toMatch(/problem +Permission DeviceManagementServiceConfig\.Read\.All/);
  });
});

describe("an answer that waiting does not change", () => {
  test("after an unknown group, asks for its id and not for patience", async () => {
    await using other = await startSetupBench({ HELPERS_GROUP_ID: "c1000000-0000-4000-8000-0000000000ff" });
    const { out } = await other.doctor();
    expect(out).toMatch(/problem +Group HELPERS_GROUP_ID +no group has this id/);
    expect(out).toMatch(
      /Licenses of helpers +not known: Graph answered 404\n +→ .*correct the id of the group/,
    );
    expect(out).not.toContain("service health");
  });

  test("after a sign-in that Graph does not accept, asks for tenant, app and cloud", async () => {
    bench.graph.faults.set({ refuseSignIn: true });
    const { out } = await bench.doctor();
    expect(out).toContain("Check GRAPH_TENANT_ID, GRAPH_CLIENT_ID and GRAPH_BASE_URL");
    expect(out).not.toContain("service health");
  });
});

test("a permission that nothing needs is named", async () => {
  const credentials = { bot: null, graph: tokenWith([...ALWAYS, "Mail.Read", "IdentityRiskyUser.Read.All"]) };
  expect((await findingsOf([], { credentials })).get("surplus-permissions")).toMatchObject({
    outcome: "note",
    seen: "Mail.Read and IdentityRiskyUser.Read.All",
  });
});

test("a sign-in that Entra refuses is told with its code and remedy, and nothing is asked after it", async () => {
  const getToken = async () => {
    throw new Error("AADSTS7000222: The provided client secret keys for app '1' are expired.");
  };
  const { exitCode, out } = await bench.doctor([], { credentials: { bot: null, graph: { getToken } } });
  expect(exitCode).toBe(1);
  expect(out).toMatch(/problem +Sign-in to Microsoft Graph +.*AADSTS7000222/);
  expect(out).toContain("→ Make a new client secret");
  expect(out).not.toContain("Permission ");
});

test("groups that cannot work are named by their variable", async () => {
  await using other = await startSetupBench({
    HELPERS_GROUP_ID: "c9999999-0000-4000-8000-000000000001",
    AUDITORS_GROUP_ID: GROUP_IDS.salesPeople,
  });
  const { exitCode, out } = await other.doctor();
  expect(exitCode).toBe(1);
  expect(out).toMatch(/problem +Group HELPERS_GROUP_ID +no group has this id/);
  expect(out).toMatch(/ok +Group AUDITORS_GROUP_ID +\d+ members/);
});

test("the address for notifications is tried", async () => {
  await using other = await startSetupBench({ GRAPH_NOTIFICATIONS_URL: "http://127.0.0.1:9" });
  expect((await other.doctor()).out).toMatch(
    /problem +Address for change .* no valid answer from 127\.0\.0\.1:9/,
  );
});

test("a device of which Intune does not say what a session asks is refused, as in a session", async () => {
  for (const device of bench.graph.tenant().devices) device.complianceState = "configManager";
  const compliant = (await findingsOf()).get("fleet:device-compliant");
  expect(compliant?.outcome).toBe("note");
  const count = bench.graph.tenant().devices.length;
  expect(compliant?.seen).toContain(`${count} of ${count} refused`);
});

test("free space that cannot be read is not in order", () => {
  expect(judgeDisk({ free: null }).outcome).toBe("unknown");
  expect(judgeDisk({ free: "elsewhere" }).outcome).toBe("ok");
});

describe("--why", () => {
  const hana = PEOPLE_IDS.hana;
  test("prints every condition with what was seen, as a session is judged", async () => {
    const { exitCode, out } = await bench.doctor(["--why", hana, "sam@halden.example", "HAL-SALES-014"]);
    expect(out).toMatch(/^condition +view +control +elevation +seen$/m);
    expect(out).toMatch(/^Compliant device +met +met +met +compliant$/m);
    expect(out).toMatch(/^together +allow/m);
    expect(exitCode).toBe(0);
  });

  test("says what refuses, and what to do", async () => {
    const { exitCode, out } = await bench.doctor(["--why", "Hana", "Nico"]);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^Compliant device +unmet +unmet +unmet +noncompliant$/m);
    expect(out).toMatch(/^together +deny/m);
  });

  test.each([
    [["--why"], "--why takes HELPER SHARER"],
    [["somebody"], "--why takes HELPER SHARER"],
    [["--whyy"], "unknown option"],
    [["--why", "Nobody", "Sam"], "Nobody in the tenant is called Nobody."],
    [["--why", "Hana", "Sam"], "name one: HAL-SALES-014"],
  ])("refuses %j", async (argv, said) => {
    const { exitCode, complaints, out } = await bench.doctor(argv);
    expect(exitCode).toBe(2);
    expect(out).toBe("");
    expect(complaints).toContain(said);
  });
});

test("docs/doctor.md has every check", () => {
  const rows = readFileSync("docs/doctor.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const checks = GROUPS.flatMap(({ name, checks }) =>
    checks.map(({ id, how, feature }) => `| \`${id}\` | ${name} | ${how} | ${feature} |`),
  );
  expect(rows).toEqual(checks);
});
