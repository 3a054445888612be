import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ClientSecretCredential } from "@azure/identity";
import { describe, expect, test } from "vitest";
import { DEVICE_IDS, GROUP_IDS, PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import type { OddAnswerName } from "../../playground/graph/odd-answers.ts";
import { SIMULATED_APP_ID } from "../../playground/graph/tenant.ts";
import { explain } from "../../src/cards/findings.ts";
import { ENGLISH } from "../../src/cards/text/words.ts";
import type { Facts } from "../../src/domain/eligibility/facts.ts";
import { judge } from "../../src/domain/eligibility/judge.ts";
import {
  type CheckId,
  DEFAULT_ELIGIBILITY_POLICY as POLICY,
  REMOTE_HELP_PLAN,
} from "../../src/domain/eligibility/policy.ts";
import type { Level } from "../../src/domain/ticket/level.ts";
import { checkSetup } from "../../src/graph/check-setup.ts";
import type { Problem } from "../../src/graph/connection.ts";
import { createGraphInstaller } from "../../src/graph/graph-installer.ts";
import { createSessionReport } from "../../src/graph/session-report.ts";
import { addressAt, createSubscriptions, SubscriptionsUnsettled } from "../../src/graph/subscriptions.ts";
import { PersonUnknown } from "../../src/ports/directory.ts";
import { STRICT } from "../support/facts.ts";
import { inEnglish } from "../support/in-english.ts";
import {
  type GraphBench,
  itemsOf,
  samAsksHana,
  someone,
  something,
  startGraphBench,
} from "../support/simulated-graph.ts";

/** A Graph that answers as real tenants were seen to answer, with the real client and real HTTP between. */
async function benchThat(odd: readonly OddAnswerName[], change: Parameters<typeof startGraphBench>[0] = {}) {
  const problems: Problem[] = [];
  const bench = await startGraphBench({ onProblem: (problem) => problems.push(problem), ...change });
  bench.graph.faults.set({ odd: [...odd] });
  const logged = (name: string) =>
    bench.lines.map((line) => JSON.parse(line)).filter((line) => line.name === name);
  return { ...bench, problems, logged };
}

const judged = (facts: Facts, check: CheckId, level: Level = "view", policy = POLICY) =>
  judge(facts, policy, level).findings.find((one) => one.check === check);
const findingIn = (...about: Parameters<typeof judged>) => inEnglish(judged(...about));
const open = (facts: Facts, policy = POLICY) =>
  judge(facts, policy, "view")
    .findings.filter(({ outcome }) => outcome !== "met")
    .map(({ check, outcome }) => `${check} ${outcome}`);
const everythingOf = (bench: GraphBench) => bench.directory.facts(samAsksHana);
const onHelper = (facts: Facts, check: CheckId, policy = POLICY) => {
  const finding = judged(facts, check, "view", policy);
  return finding === undefined ? null : explain(finding, "helper", ENGLISH);
};

describe("a field that is null is unknown for its own check only", () => {
  test("C01: a sharer without userType", async () => {
    await using bench = await benchThat([]);
    bench.graph.editPerson(PEOPLE_IDS.sam, { userType: null });
    const facts = await everythingOf(bench);
    expect(open(facts)).toEqual(["sharer-member unknown"]);
    expect(onHelper(facts, "sharer-member")?.who).toBe("An identity administrator can do this.");
    expect(bench.logged("graph.odd-rows")).toMatchObject([
      { call: "facts", item: "sharer", rows: 1, fields: "userType" },
    ]);
  });

  test("C02: one helper of four without userType: everybody is on the list", async () => {
    await using bench = await benchThat([]);
    bench.graph.editPerson(PEOPLE_IDS.hugo, { userType: null });
    expect((await bench.directory.helpers()).map(({ displayName }) => displayName)).toEqual([
      "Hana Weber",
      "Hedda Lang",
      "Hugo Martin",
      "Lena Novak",
    ]);
    expect(bench.logged("graph.odd-rows")).toMatchObject([{ item: "helpers", rows: 1, fields: "userType" }]);
  });

  test("C02: a manager and a found person without it are told too", async () => {
    await using bench = await benchThat(["user-type-null"]);
    expect(await bench.directory.managerOf(someone("hana"))).toMatchObject({ displayName: "Mia Keller" });
    expect(await bench.directory.search("Sam", 5)).toMatchObject([{ displayName: "Sam Sharma" }]);
    expect(await bench.directory.profiles([someone("sam")])).toHaveLength(1);
    expect((await bench.directory.staff(someone("hana"))).roles.helper).toBe(true);
  });

  test("C31: a licence without an id beside a good one", async () => {
    await using bench = await benchThat(["plan-nulls"]);
    expect(open(await everythingOf(bench))).toEqual([]);
  });

  test.each(["Suspended", "LockedOut", "Deleted"])(
    "C31: a licence that is %s is refused with that word",
    async (state) => {
      await using bench = await benchThat([]);
      const plan = { servicePlanId: REMOTE_HELP_PLAN, capabilityStatus: state, service: "SCO" };
      bench.graph.editPerson(PEOPLE_IDS.sam, { assignedPlans: [plan] });
      expect(findingIn(await everythingOf(bench), "sharer-licensed")).toMatchObject({
        outcome: "unmet",
        seen: `Remote Help plan ${state}`,
      });
    },
  );
});

describe("ids and nothing else, instead of a 403", () => {
  test("C07: directory roles name the permission that is missing", async () => {
    await using bench = await benchThat(["roles-hidden"]);
    const byMia = await bench.directory.facts({ ...samAsksHana, helper: someone("mia") });
    expect(findingIn(byMia, "helper-permissions")).toMatchObject({
      outcome: "unknown",
      seen: "Graph told ids and nothing else; Beckon lacks RoleManagement.Read.Directory",
      owner: "identity-admin",
    });
    expect(bench.logged("graph.permission-missing")).toMatchObject([
      { permission: "RoleManagement.Read.Directory" },
    ]);
    expect(open(await everythingOf(bench))).toEqual([]);
  });

  test("C08: members of a group name User.Read.All", async () => {
    await using bench = await benchThat(["users-hidden"]);
    await expect(bench.directory.helpers()).rejects.toMatchObject({ missingPermission: "User.Read.All" });
    expect(bench.logged("graph.permission-missing")).toMatchObject([{ permission: "User.Read.All" }]);
  });
});

describe("whose device it is", () => {
  test("C03: the primary user decides, not the enroller, also while a session runs", async () => {
    await using bench = await benchThat(["enroller"]);
    expect(open(await everythingOf(bench))).toEqual([]);
    expect(open(await bench.directory.facts(samAsksHana, "background"))).toEqual([]);
    const { devices } = await bench.directory.sharer(someone("sam"));
    expect(devices).toMatchObject({ seen: [{ primaryUser: PEOPLE_IDS.sam }, {}] });
  });

  test("C46: an enroller who is named on somebody else's laptop does not get it", async () => {
    await using bench = await benchThat([]);
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { enrolledBy: PEOPLE_IDS.nico });
    const nico = { ...samAsksHana, sharer: someone("nico") };
    expect(findingIn(await bench.directory.facts(nico), "device-belongs")).toMatchObject({
      outcome: "unmet",
      seen: "another primary user",
    });
    const { devices } = await bench.directory.sharer(someone("nico"));
    const listed =
      "seen" in devices ? devices.seen.find(({ id }) => id === something("samLaptop")) : undefined;
    expect(listed?.primaryUser).toBe(PEOPLE_IDS.sam);
    expect(open(await everythingOf(bench))).toEqual([]);
  });

  test("stays unknown while Intune does not tell the primary user", async () => {
    await using bench = await benchThat([]);
    bench.graph.faults.set({ breakItems: "/users?$select=id" });
    const facts = await everythingOf(bench);
    expect(open(facts)).toEqual(["device-belongs unknown"]);
    expect(inEnglish((await bench.directory.sharer(someone("sam"))).devices)).toMatchObject({
      seen: [{ primaryUser: { why: "Graph answered 500" } }, {}],
    });
  });

  test("C26: a shared computer has none, and the refusal says who can change that", async () => {
    await using bench = await benchThat(["no-primary-user"]);
    const facts = await everythingOf(bench);
    expect(findingIn(facts, "device-belongs")).toMatchObject({ outcome: "unmet", seen: "no primary user" });
    expect(onHelper(facts, "device-belongs")).toMatchObject({ who: "An Intune administrator can do this." });
  });

  test("a helper who enrols computers for others has only their own in order", async () => {
    await using bench = await benchThat([], { eligibility: STRICT });
    for (const device of bench.graph.tenant().devices) {
      if (device.userId === PEOPLE_IDS.hana) device.complianceState = "noncompliant";
      if (device.id === DEVICE_IDS.samLaptop) device.enrolledBy = PEOPLE_IDS.hana;
    }
    expect(findingIn(await everythingOf(bench), "helper-device", "view", STRICT)).toMatchObject({
      outcome: "unmet",
      seen: "none of 1 in order",
    });
  });

  test("C27: twins are both listed, each with its last check-in", async () => {
    await using bench = await benchThat(["twins"]);
    const { devices } = await bench.directory.sharer(someone("sam"));
    expect("seen" in devices && devices.seen.map(({ name }) => name)).toEqual([
      "HAL-SALES-014",
      "HAL-SALES-014",
      "Sam's iPhone",
      "Sam's iPhone",
    ]);
  });
});

describe("the state of a device", () => {
  test("C05: Configuration Manager decides about compliance: whose matter it is, and the setting", async () => {
    await using bench = await benchThat([]);
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { complianceState: "configManager" });
    const facts = await everythingOf(bench);
    expect(open(facts)).toEqual(["device-compliant unknown"]);
    const told = onHelper(facts, "device-compliant");
    expect(told?.who).toBe("An Intune administrator can do this.");
    expect(told?.remedy).toContain("`eligibility.acceptedCompliance`");
    const accepting = { ...POLICY, acceptedCompliance: [...POLICY.acceptedCompliance, "configManager"] };
    expect(open(facts, accepting)).toEqual([]);
  });

  test.each(["wipeCanceled", "wipeFailed", "retireCanceled", "retireFailed", "unhealthy"])(
    "C06: %s is still managed",
    async (managementState) => {
      await using bench = await benchThat([]);
      bench.graph.editDevice(DEVICE_IDS.samLaptop, { managementState });
      expect(open(await everythingOf(bench))).toEqual([]);
    },
  );

  test.each(["retirePending", "wipePending", "wipeIssued", "retireIssued", "deletePending", "discovered"])(
    "C06: %s is not managed any more",
    async (managementState) => {
      await using bench = await benchThat([]);
      bench.graph.editDevice(DEVICE_IDS.samLaptop, { managementState });
      expect(open(await everythingOf(bench))).toEqual(["device-managed unmet"]);
    },
  );

  test("C33: half enrolled is refused by what is pending, and Intune's unknown never grants", async () => {
    await using bench = await benchThat(["just-enrolled"]);
    const facts = await everythingOf(bench);
    expect(open(facts)).toEqual([
      "device-registered unmet",
      "device-compliant unknown",
      "device-recent unmet",
    ]);
    expect(findingIn(facts, "device-registered")?.seen).toBe("notRegisteredPendingEnrollment");
    bench.graph.faults.set({ odd: [] });
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { deviceRegistrationState: "unknown" });
    expect(open(await everythingOf(bench))).toEqual(["device-registered unknown"]);
  });

  test("C28: macOS 12.3 can be viewed, through the web app", async () => {
    await using bench = await benchThat([]);
    bench.graph.editDevice(DEVICE_IDS.ottoMac, { osVersion: "12.3.1" });
    const otto = { sharer: someone("otto"), device: something("ottoMac"), helper: someone("hana") };
    const facts = await bench.directory.facts(otto);
    expect(open(facts)).toEqual([]);
    expect(findingIn(facts, "device-os", "control")).toMatchObject({ outcome: "unmet" });
  });

  test.each([
    ["ChromeOS", "view on ChromeOS"],
    ["Linux", "view on Linux"],
    ["Windows Holographic", "view on Windows Holographic"],
    ["visionOS", "view on visionOS"],
    ["tvOS", "view on tvOS"],
  ])("C37: %s is refused by its name", async (operatingSystem, seen) => {
    await using bench = await benchThat([]);
    bench.graph.editDevice(DEVICE_IDS.samLaptop, { operatingSystem });
    expect(findingIn(await everythingOf(bench), "device-platform")).toMatchObject({ outcome: "unmet", seen });
  });

  test("C37: an Android for Work that is not dedicated is refused", async () => {
    await using bench = await benchThat([]);
    const change = {
      operatingSystem: "AndroidForWork",
      deviceEnrollmentType: "androidEnterpriseFullyManaged",
    };
    bench.graph.editDevice(DEVICE_IDS.samLaptop, change);
    expect(findingIn(await everythingOf(bench), "device-platform")?.seen).toBe(
      "Android, not a dedicated device",
    );
  });

  test("C28, C29: ids in capitals are the same people, devices and groups", async () => {
    await using bench = await benchThat(["upper-case"]);
    expect(open(await everythingOf(bench))).toEqual([]);
    expect((await bench.directory.staff(someone("hana"))).roles.helper).toBe(true);
    const { devices } = await bench.directory.sharer(someone("sam"));
    expect(devices).toMatchObject({ seen: [{ id: DEVICE_IDS.samLaptop, primaryUser: PEOPLE_IDS.sam }, {}] });
  });

  test("C29: groups that are configured in capitals count, too", async () => {
    await using bench = await benchThat([], { helpersGroupId: GROUP_IDS.helpers.toUpperCase() });
    expect((await bench.directory.staff(someone("hana"))).roles.helper).toBe(true);
  });
});

describe("people of other organisations", () => {
  test.each([
    ["C30", "sharer-member"],
    ["C23", "helper-member"],
  ] as const)("%s: a member with #EXT# in the sign-in name is refused by %s", async (_, check) => {
    await using bench = await benchThat(["external"]);
    expect(findingIn(await everythingOf(bench), check)).toMatchObject({
      outcome: "unmet",
      seen: "member from another organization",
    });
  });

  test("C32: an unknown suite is refused with a hint at the setting", async () => {
    await using bench = await benchThat(["unknown-plan"]);
    expect(onHelper(await everythingOf(bench), "sharer-licensed")?.remedy).toContain("acceptedPlans");
  });

  test("F08: somebody whom the directory does not know is told so, not that Graph was silent", async () => {
    await using bench = await benchThat([]);
    const stranger = "e0000000-0000-4000-8000-0000000000e1" as typeof samAsksHana.sharer;
    await expect(bench.directory.staff(stranger)).rejects.toThrow(PersonUnknown);
    const facts = await bench.directory.facts({ ...samAsksHana, sharer: stranger });
    const told = onHelper(facts, "sharer-enabled");
    expect(told?.sentence).toContain("people of its own organization only");
    expect(told?.remedy).not.toContain("Try again");
  });
});

describe("a refusal has a code", () => {
  test("C10: risk without a licence names the licence, not the permission", async () => {
    await using bench = await benchThat(["risk-unlicensed"], { eligibility: STRICT });
    const facts = await everythingOf(bench);
    expect(inEnglish(facts.risk)).toEqual({
      unknown: { why: "this organization has no license for it (403)", owner: "identity-admin" },
    });
    expect(onHelper(facts, "sharer-risk", STRICT)).toMatchObject({
      who: "An identity administrator can do this.",
    });
    expect(bench.logged("graph.permission-missing")).toEqual([]);
    const [line] = bench.logged("graph.item-failed");
    expect(line).toMatchObject({ item: "risk", status: 403, code: "Forbidden" });
    expect(line.graphRequest).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("C11: Intune alone answers 401: permission, consent or licence, and the people are known", async () => {
    await using bench = await benchThat(["intune-401"]);
    const facts = await everythingOf(bench);
    expect(facts.sharer).toHaveProperty("seen");
    expect(findingIn(facts, "device-managed")).toMatchObject({ outcome: "unknown", owner: "identity-admin" });
    expect(findingIn(facts, "device-managed")?.seen).toContain("Intune refused Beckon (401)");
    expect(onHelper(facts, "device-managed")?.remedy).not.toContain("Try again");
    const { person, devices } = await bench.directory.sharer(someone("sam"));
    expect([person, devices]).toMatchObject([{ seen: {} }, { unknown: { owner: "identity-admin" } }]);
  });

  test("C11: a tenant without Intune is told apart", async () => {
    await using bench = await benchThat(["intune-unlicensed"]);
    expect(findingIn(await everythingOf(bench), "device-managed")?.seen).toContain(
      "no working license for Intune",
    );
  });

  test("C09: a Teams policy that blocks the app is reported once, and not as a missing permission", async () => {
    await using bench = await benchThat(["app-blocked"]);
    const installer = createGraphInstaller({ graph: bench.connection, manifestId: SIMULATED_APP_ID });
    expect(await installer.install(someone("mia"))).toEqual({ kind: "refused" });
    expect(bench.problems).toMatchObject([{ matter: "install" }]);
    expect(bench.problems[0]?.text(ENGLISH)).toContain("app permission policy");
    expect(bench.logged("graph.permission-missing")).toEqual([]);
    expect(bench.logged("install.refused")).toHaveLength(1);
  });
});

describe("subscriptions to changes", () => {
  const address = addressAt(new URL("http://127.0.0.1:9/api/graph-notifications"), Buffer.alloc(32, 1));
  const keep = async (bench: GraphBench) => {
    const subscriptions = createSubscriptions({ graph: bench.connection, masterKey: Buffer.alloc(32, 1) });
    const fault = await subscriptions.keep(address).catch((reason: unknown) => reason);
    return fault instanceof SubscriptionsUnsettled ? fault : null;
  };

  test("C21: that may last three days only are no unreachable address", async () => {
    await using bench = await benchThat(["subscription-too-long"]);
    const fault = await keep(bench);
    expect([fault?.unreachable, fault?.message]).toEqual([
      false,
      "Graph did not take a subscription: it would last too long, it would last too long",
    ]);
    expect(bench.logged("graph.permission-missing")).toEqual([]);
  });

  test("C21: are asked for three days from then on", async () => {
    await using bench = await benchThat(["subscription-too-long"]);
    const subscriptions = createSubscriptions({ graph: bench.connection, masterKey: Buffer.alloc(32, 1) });
    await subscriptions.keep(address).catch(() => undefined);
    bench.graph.faults.set({ odd: [] });
    const ends: number[] = [];
    const answering = createServer((request, response) => {
      const token = new URL(request.url ?? "", "http://localhost").searchParams.get("validationToken");
      response.setHeader("content-type", "text/plain").end(token);
    });
    await new Promise<void>((resolve) => answering.listen(0, "127.0.0.1", resolve));
    const { port } = answering.address() as AddressInfo;
    const reachable = addressAt(new URL(`http://127.0.0.1:${port}/`), Buffer.alloc(32, 1));
    expect(await subscriptions.keep(reachable)).toEqual(["users", "groups"]);
    for (const { expirationDateTime } of bench.graph.tenant().subscriptions)
      ends.push(Date.parse(expirationDateTime));
    answering.close().closeAllConnections();
    const inThreeDays = Date.now() + 4230 * 60_000;
    for (const end of ends) expect(Math.abs(end - inThreeDays)).toBeLessThan(60_000);
  });

  test("C21b: beyond the tenant's quota say so, once, and name no permission", async () => {
    await using bench = await benchThat(["subscription-quota"]);
    await keep(bench);
    expect(bench.problems).toMatchObject([{ matter: "subscriptions" }]);
    expect(bench.logged("graph.permission-missing")).toEqual([]);
    expect(bench.lines.join("")).not.toContain("no session is allowed");
  });

  test("to an address that does not answer are told as unreachable", async () => {
    await using bench = await benchThat([]);
    expect((await keep(bench))?.unreachable).toBe(true);
  });
});

describe("one role of many", () => {
  const hugo = { ...samAsksHana, helper: someone("hugo") };

  test("C12: whose assignments answer 400 is unknown, and the built-in one still allows", async () => {
    await using bench = await benchThat(["role-400"]);
    expect(open(await everythingOf(bench))).toEqual([]);
    const facts = await bench.directory.facts(hugo);
    expect(findingIn(facts, "helper-permissions")).toMatchObject({
      outcome: "unknown",
      seen: "the role Remote Help Viewer: Graph answered 400",
    });
  });

  test("C12b: whose assignments answer 404 has none", async () => {
    await using bench = await benchThat(["role-404"]);
    expect(open(await everythingOf(bench))).toEqual([]);
    expect(findingIn(await bench.directory.facts(hugo), "helper-permissions")).toMatchObject({
      outcome: "unmet",
    });
  });

  test("C13: without name and permissions takes nothing from the others", async () => {
    await using bench = await benchThat(["role-nulls"]);
    expect(open(await everythingOf(bench))).toEqual([]);
    expect(bench.logged("graph.odd-rows")).toMatchObject([
      { item: "definitions", rows: 1, fields: "rolePermissions" },
    ]);
  });

  test("C35: with a kind of scope that is new is unknown, and the Intune administrators' business", async () => {
    await using bench = await benchThat(["scope-unknown"]);
    const facts = await everythingOf(bench);
    expect(findingIn(facts, "helper-scope")).toMatchObject({ outcome: "unknown", owner: "intune-admin" });
    expect(onHelper(facts, "helper-scope")).toMatchObject({ who: "An Intune administrator can do this." });
  });

  test("C36: with the app's permissions only lacks the two others by their names in the portal", async () => {
    await using bench = await benchThat(["role-app-only"]);
    expect(findingIn(await everythingOf(bench), "helper-permissions")).toMatchObject({
      outcome: "unmet",
      seen: "Remote tasks – Offer remote assistance and Remote assistance connectors – Read",
    });
  });

  test("C43: a list without an end is given up after a bound", async () => {
    await using bench = await benchThat(["endless"]);
    const started = performance.now();
    const facts = await everythingOf(bench);
    expect(inEnglish(facts.rights)).toEqual({ unknown: { why: "Graph sent a list without an end" } });
    expect(inEnglish((await bench.directory.sharer(someone("sam"))).devices)).toEqual({
      unknown: { why: "Graph sent a list without an end" },
    });
    expect(bench.graph.requests().length).toBeLessThan(20);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("Intune's report of sessions", () => {
  const row = (id: string, sharer: string, began: string) => [
    id,
    "paul@halden.example",
    sharer,
    began,
    "",
    "",
  ];

  test("C22: leaves odd rows out, counts them, and tells the rogue one beside them", async () => {
    await using bench = await benchThat(["report-odd-rows"]);
    bench.graph.tenant().sessionReport.rows = [
      row("rogue", "sam@halden.example", "2026-11-24T08:40:00.000Z"),
    ];
    const sessions = await createSessionReport(bench.connection).sessionsSince(
      Date.parse("2026-11-01T00:00:00Z"),
    );
    expect(sessions.map(({ id }) => id)).toEqual(["rogue"]);
    expect(bench.logged("graph.odd-rows")).toMatchObject([{ rows: 3, fields: "SharerEmail Sessionstart" }]);
  });

  test("C22: that is the reference's sample is not guessed at", async () => {
    await using bench = await benchThat(["report-sample"]);
    const report = createSessionReport(bench.connection).sessionsSince(0);
    await expect(report).rejects.toThrow("a form that Beckon does not know");
  });
});

describe("at the start", () => {
  const groups = { helpersGroupId: GROUP_IDS.helpers, leadsGroupId: GROUP_IDS.leads };

  test("nothing is said when all is well", async () => {
    await using bench = await benchThat([]);
    await checkSetup(bench.connection, groups);
    expect([bench.problems, bench.logged("graph.group-unusable")]).toEqual([[], []]);
  });

  test("C14: a helpers' group that hides its members is told", async () => {
    await using bench = await benchThat(["hidden-membership"]);
    await checkSetup(bench.connection, groups);
    expect(bench.logged("graph.group-unusable")).toMatchObject([
      { variable: "HELPERS_GROUP_ID", fault: "hidden-membership" },
      { variable: "LEADS_GROUP_ID", fault: "hidden-membership" },
    ]);
    expect(bench.problems[0]?.heading(ENGLISH)).toContain("HELPERS_GROUP_ID");
  });

  test("C38: a group id of no group is told", async () => {
    await using bench = await benchThat([]);
    const wrong = { ...groups, helpersGroupId: "c9999999-0000-4000-8000-000000000001" };
    await checkSetup(bench.connection, wrong);
    expect(bench.logged("graph.group-unusable")).toMatchObject([
      { variable: "HELPERS_GROUP_ID", fault: "not-found" },
    ]);
  });

  test("an empty helpers' group is told", async () => {
    await using bench = await benchThat([]);
    for (const group of bench.graph.tenant().groups) if (group.id === GROUP_IDS.helpers) group.members = [];
    await checkSetup(bench.connection, groups);
    expect(bench.logged("graph.group-unusable")).toMatchObject([{ fault: "empty" }]);
  });
});

describe("C15: a sign-in that Entra refuses", () => {
  /** The real credential, with an Entra behind it that answers as recorded. */
  async function entraThat(status: number, body: object | string) {
    const server = createServer((request, response) => {
      const origin = "https://login.microsoftonline.com";
      const isToken = request.url?.includes("/token") === true;
      const discovery = {
        token_endpoint: `${origin}/${TENANT_ID}/oauth2/v2.0/token`,
        authorization_endpoint: `${origin}/${TENANT_ID}/oauth2/v2.0/authorize`,
        issuer: `${origin}/${TENANT_ID}/v2.0`,
        jwks_uri: `${origin}/keys`,
      };
      const answer = isToken ? body : discovery;
      response.writeHead(isToken ? status : 200, { "content-type": "application/json" });
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const credential = new ClientSecretCredential(
      TENANT_ID,
      "11111111-0000-4000-8000-000000000000",
      "secret",
      {
        disableInstanceDiscovery: true,
        retryOptions: { maxRetries: 0 },
        additionalPolicies: [
          {
            position: "perRetry",
            policy: {
              name: "recorded",
              sendRequest(request, next) {
                request.allowInsecureConnection = true;
                request.url = request.url.replace(
                  "https://login.microsoftonline.com",
                  `http://127.0.0.1:${port}`,
                );
                return next(request);
              },
            },
          },
        ],
      },
    );
    return { credential, [Symbol.asyncDispose]: async () => void server.close().closeAllConnections() };
  }
  const refusal = (code: string, words: string) => ({
    error: "invalid_client",
    error_description: `${code}: ${words} Trace ID: de577a4f-0000-4000-8000-000000000000`,
    error_codes: [Number(code.slice(6))],
  });
  const groups = { helpersGroupId: GROUP_IDS.helpers, leadsGroupId: GROUP_IDS.leads };

  test.each([
    ["AADSTS7000222", 401, "its client secret has expired"],
    ["AADSTS7000215", 401, "its client secret is wrong"],
    ["AADSTS700016", 400, "its app is not known in the tenant"],
    ["AADSTS90002", 400, "the tenant does not exist"],
    ["AADSTS900382", 400, "the tenant belongs to another Microsoft cloud"],
    ["AADSTS53003", 400, "a Conditional Access policy blocks it"],
    ["AADSTS7000112", 401, "its app is disabled in the tenant"],
    ["AADSTS1000000", 400, "Entra refused it"],
  ])("%s is told with its remedy, once, at the start and on the card", async (code, status, problem) => {
    await using entra = await entraThat(status, refusal(code, "Application 'secret-name' …"));
    await using bench = await benchThat([], { credential: entra.credential });
    await checkSetup(bench.connection, groups);
    expect(bench.problems).toMatchObject([{ matter: code }]);
    const facts = await everythingOf(bench);
    const finding = judged(facts, "sharer-enabled");
    expect(finding).toMatchObject({ owner: "identity-admin" });
    expect(inEnglish(finding)?.seen).toBe(`Beckon could not sign in to Graph: ${problem} (${code})`);
    expect(finding && explain(finding, "helper", ENGLISH).remedy).not.toContain("Try again");
    expect(bench.problems).toHaveLength(1);
    expect(bench.logged("graph.sign-in-failed")).toMatchObject([{ level: "error", code }]);
    expect(bench.lines.join("")).not.toContain("secret-name");
  });

  test("that works again is forgotten", async () => {
    let works = false;
    const credential = {
      async getToken() {
        if (!works) throw new Error("AADSTS7000222: expired");
        return { token: "t", expiresOnTimestamp: Date.now() + 60_000 };
      },
    };
    await using bench = await benchThat([], { credential });
    expect(open(await everythingOf(bench)).length).toBeGreaterThan(0);
    works = true;
    expect(open(await everythingOf(bench))).toEqual([]);
  });

  test("an outage of Entra is not reported as a fault of the configuration", async () => {
    await using entra = await entraThat(503, "<html>503</html>");
    await using bench = await benchThat([], { credential: entra.credential });
    expect((await everythingOf(bench)).sharer).toHaveProperty("unknown");
    expect(bench.problems).toEqual([]);
  });
});

describe("answers that cannot be read", () => {
  test.each<[OddAnswerName, string]>([
    ["html-503", "Graph answered 503"],
    ["html-200", "Graph sent an answer that Beckon cannot read"],
  ])("C17, C18: %s as a whole leaves everything unknown", async (odd, why) => {
    await using bench = await benchThat([odd]);
    expect(inEnglish(await everythingOf(bench))).toMatchObject({
      sharer: { unknown: { why } },
      device: { unknown: { why } },
    });
  });

  test.each<[OddAnswerName, string]>([
    ["html-item", "Graph answered 504"],
    ["base64-item", "Graph answered 503"],
    ["missing-item", "Graph left this question unanswered"],
  ])("C19: %s touches the device only", async (odd, why) => {
    await using bench = await benchThat([odd]);
    const facts = await everythingOf(bench);
    expect(inEnglish(facts)).toMatchObject({ sharer: { seen: {} }, device: { unknown: { why } } });
    expect(itemsOf(bench).length).toBeGreaterThan(0);
  });

  async function graphThat(status: number, headers: Record<string, string>) {
    const visits: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      visits.push(request.headers.authorization);
      response.writeHead(status, headers).end(JSON.stringify({ error: { code: "x", message: "y" } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const close = async () => void server.close().closeAllConnections();
    return { visits, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close };
  }

  test("C17: a Retry-After with a fraction is waited for as it is", async () => {
    const waits: number[] = [];
    await using graph = await graphThat(429, { "content-type": "application/json", "retry-after": "1.5" });
    await using bench = await benchThat([], { baseUrl: graph.url, pause: async (ms) => void waits.push(ms) });
    const facts = await bench.directory.facts({ ...samAsksHana, helper: null }, "background");
    expect(inEnglish(facts.sharer)).toEqual({ unknown: { why: "Graph is busy (429)" } });
    expect(new Set(waits)).toEqual(new Set([1500]));
  });

  test("C17: a redirect to another host does not carry the token there", async () => {
    await using elsewhere = await graphThat(200, { "content-type": "application/json" });
    await using graph = await graphThat(302, { location: `${elsewhere.url}/v1.0/$batch` });
    await using bench = await benchThat([], { baseUrl: graph.url });
    expect((await everythingOf(bench)).sharer).toHaveProperty("unknown");
    expect(graph.visits.length).toBeGreaterThan(0);
    expect(elsewhere.visits.filter((token) => token !== undefined)).toEqual([]);
  });
});
