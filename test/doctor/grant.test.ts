import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { grantCommand } from "../../src/commands/grant.ts";
import { PERMISSIONS } from "../../src/graph/permissions.ts";
import { called, type SetupBench, startSetupBench, tokenWith } from "./setup-bench.ts";

const APP = "b0000000-0000-4000-8000-0000000000aa";
const administrator = tokenWith(["AppRoleAssignment.ReadWrite.All"]);

let bench: SetupBench;
beforeEach(async () => {
  bench = await startSetupBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

const grant = (...argv: readonly string[]) =>
  called(argv, (output) => grantCommand(bench.env, output, administrator));

const MANAGED = "DeviceManagementManagedDevices.Read.All";

test("prints both texts, with what is switched on and nothing else", async () => {
  const { exitCode, out } = await grant("--app", APP);
  expect(exitCode).toBe(0);
  expect(out).toContain(`Get-MgServicePrincipal -Filter "appId eq '${APP}'"`);
  expect(out).toContain(`az ad sp show --id "${APP}"`);
  expect(out).toContain(`"User.Read.All", "GroupMember.Read.All", "${MANAGED}"`);
  expect(out).toContain(`for name in User.Read.All GroupMember.Read.All ${MANAGED}`);
  expect(out).not.toContain("ProfilePhoto");
  expect((await grant("--app", APP, "--all")).out).toContain("ProfilePhoto.Read.All");
  expect(bench.graph.requests()).toEqual([]);
});

test("grants what is missing, and the second time nothing", async () => {
  expect((await grant("--app", APP, "--apply")).out).toMatch(/^granted {2}User\.Read\.All$/m);
  const held = bench.graph.tenant().roleAssignments.length;
  expect(held).toBe(5);
  const again = await grant("--app", APP, "--apply");
  expect(again.out).toMatch(/^has it {2}User\.Read\.All$/m);
  expect(again.out).not.toContain("granted");
  expect(bench.graph.tenant().roleAssignments).toHaveLength(held);
  await grant("--app", APP, "--apply", "--all");
  expect(bench.graph.tenant().roleAssignments.length).toBeLessThan(Object.keys(PERMISSIONS).length);
});

test("says when whoever is signed in may not grant", async () => {
  bench.graph.faults.set({ deny: ["AppRoleAssignment.ReadWrite.All"] });
  const { exitCode, complaints } = await grant("--app", APP, "--apply");
  expect(exitCode).toBe(1);
  expect(complaints).toBe("Microsoft Graph answered 403 when asked to grant User.Read.All.");
});

test.each([
  [[], "--app is needed"],
  [["--app", "beckon"], "It has to be CLIENT_ID."],
  [["--aply"], "unknown option"],
])("refuses %j and grants nothing", async (argv, said) => {
  const { exitCode, complaints } = await grant(...argv);
  expect(exitCode).toBe(2);
  expect(complaints).toContain(said);
  expect(bench.graph.tenant().roleAssignments).toEqual([]);
});

describe("in production", () => {
  const BOT_TENANT = "b0000000-0000-4000-8000-000000000001";
  const GRAPH_TENANT = "b0000000-0000-4000-8000-000000000002";
  const BOT = "b0000000-0000-4000-8000-000000000003";
  const production = (change: NodeJS.ProcessEnv) =>
    called([], (output) =>
      grantCommand(
        Object.assign(
          {},
          bench.env,
          { BECKON_PROFILE: "production", BOT_TENANT_ID: BOT_TENANT, BOT_ID: BOT },
          change,
          {
            GRAPH_BASE_URL: undefined,
            SECRET_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
          },
        ),
        output,
        administrator,
      ),
    );

  test("the commands are for the tenant that Graph is asked about", async () => {
    const { exitCode, out } = await production({
      SECRET_BOT_PASSWORD: "one",
      SECRET_GRAPH_PASSWORD: "two",
      GRAPH_CLIENT_ID: APP,
      GRAPH_TENANT_ID: GRAPH_TENANT,
    });
    expect(exitCode).toBe(0);
    expect(out).toContain(`-TenantId "${GRAPH_TENANT}"`);
    expect(out).toContain(`az login --tenant "${GRAPH_TENANT}"`);
    expect(out).not.toContain(BOT_TENANT);
  });

  test("the bot's app gets nothing that a machine's own identity needs", async () => {
    const { exitCode, out, complaints } = await production({
      SECRET_BOT_PASSWORD: "one",
      GRAPH_MANAGED_IDENTITY: "system",
    });
    expect([exitCode, out]).toEqual([2, ""]);
    expect(complaints).toContain("--app is needed");
  });
});
