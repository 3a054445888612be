import { describe, expect, test } from "vitest";
import { DEVICE_IDS, PEOPLE, PEOPLE_IDS } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";

const SIGNED = { authorization: "Bearer any", "content-type": "application/json" };

async function started(): Promise<SimulatedGraph & AsyncDisposable> {
  const graph = await startSimulatedGraph();
  return { ...graph, [Symbol.asyncDispose]: () => graph.close() };
}

const get = (graph: SimulatedGraph, path: string) => fetch(`${graph.url}${path}`, { headers: SIGNED });
const batch = (graph: SimulatedGraph, requests: readonly object[]) =>
  fetch(`${graph.url}/v1.0/$batch`, {
    method: "POST",
    headers: SIGNED,
    body: JSON.stringify({ requests }),
  });
/** Bodies are read as what the test expects of them; a wrong shape fails its expectation. */
const bodyOf = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${index}`,
    method: "GET",
    url: `/users/${PEOPLE_IDS.sam}`,
  }));

interface NamesPage {
  value: { displayName: string }[];
  "@odata.nextLink"?: string;
}

describe("the simulated Graph", () => {
  test("refuses a call without a token, in Graph's own words", async () => {
    await using graph = await started();
    const answer = await fetch(`${graph.url}/v1.0/users`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      error: { code: "InvalidAuthenticationToken", innerError: { "request-id": expect.any(String) } },
    });
  });

  test("tells the state of an account only when it is selected", async () => {
    await using graph = await started();
    const plain = await (await get(graph, `/v1.0/users/${PEOPLE_IDS.sam}`)).json();
    expect(plain).not.toHaveProperty("accountEnabled");
    const asked = await get(graph, `/v1.0/users/${PEOPLE_IDS.sam}?$select=accountEnabled`);
    expect(await asked.json()).toEqual({ accountEnabled: true });
  });

  test("leads through a list page by page", async () => {
    await using graph = await started();
    graph.faults.set({ pageSize: 7 });
    const names: string[] = [];
    for (let path: string | undefined = "/v1.0/users?$select=displayName"; path !== undefined; ) {
      const page: NamesPage = await bodyOf(get(graph, path));
      names.push(...page.value.map(({ displayName }) => displayName));
      path = page["@odata.nextLink"]?.slice(graph.url.length);
    }
    expect(names).toEqual(PEOPLE.map(({ displayName }) => displayName));
  });

  test("answers a batch in another order than it was asked", async () => {
    await using graph = await started();
    const { responses } = await bodyOf<{ responses: { id: string }[] }>(batch(graph, items(3)));
    expect(responses.map(({ id }) => id)).toEqual(["2", "1", "0"]);
  });

  test.each([
    ["more than twenty items", items(21)],
    ["an id twice", [...items(1), ...items(1)]],
    ["an item without an address", [{ id: "1", method: "GET" }]],
  ])("refuses a batch with %s", async (_what, requests) => {
    await using graph = await started();
    expect((await batch(graph, requests)).status).toBe(400);
  });

  const chain = (...depends: string[][]) =>
    items(depends.length).map((item, index) => ({ ...item, dependsOn: depends[index] }));
  const statusesOf = async (graph: SimulatedGraph, requests: readonly object[]) => {
    const { responses } = await bodyOf<{ responses: { id: string; status: number }[] }>(
      batch(graph, requests),
    );
    return responses.toSorted((one, other) => one.id.localeCompare(other.id)).map(({ status }) => status);
  };

  test("answers 424 to what depends on a part that failed, and to nothing else", async () => {
    await using graph = await started();
    const inRow = chain([], ["0"], ["1"]);
    expect(await statusesOf(graph, inRow)).toEqual([200, 200, 200]);
    const broken = inRow.map((item, index) => (index === 1 ? { ...item, url: "/users/nobody" } : item));
    expect(await statusesOf(graph, broken)).toEqual([200, 404, 424]);
    const afterOne = chain([], ["0"], ["0"]);
    const first = afterOne.map((item, index) => (index === 0 ? { ...item, url: "/users/nobody" } : item));
    expect(await statusesOf(graph, first)).toEqual([404, 424, 424]);
  });

  test.each([
    ["a mix of both", chain([], ["0"], ["0"], ["1"])],
    ["one that waits for itself", chain(["0"])],
    ["one that waits for nobody there", chain([], ["9"])],
  ])("refuses dependencies of any other kind: %s", async (_what, requests) => {
    await using graph = await started();
    expect((await batch(graph, requests)).status).toBe(400);
  });

  test("fails in part: one item broken, one throttled with its own Retry-After, inside a 200", async () => {
    await using graph = await started();
    const { sam, hana } = PEOPLE_IDS;
    graph.faults.set({ breakItems: sam, throttleItems: hana, retryAfter: 4 });
    const requests = [sam, hana].map((id, index) => ({ id: `${index}`, method: "GET", url: `/users/${id}` }));
    const { responses } = await bodyOf<{ responses: object[] }>(batch(graph, requests));
    expect(responses).toMatchObject([
      { id: "1", status: 429, headers: { "Retry-After": "4" } },
      { id: "0", status: 500 },
    ]);
    graph.faults.set({ retryAfter: null });
    const [throttled] = (await bodyOf<{ responses: { headers: object }[] }>(batch(graph, requests)))
      .responses;
    expect(Object.keys(throttled?.headers ?? {})).not.toContain("Retry-After");
  });

  test("knows who is at risk, and 404 for everybody else", async () => {
    await using graph = await started();
    const risk = (id: string) => get(graph, `/v1.0/identityProtection/riskyUsers/${id}`);
    expect(await bodyOf(risk(PEOPLE_IDS.rita))).toMatchObject({ riskLevel: "high", riskState: "atRisk" });
    expect((await risk(PEOPLE_IDS.sam)).status).toBe(404);
  });

  test("knows the tenant's switch and the kind of an Android on beta only", async () => {
    await using graph = await started();
    const at = (version: string, rest: string) => get(graph, `/${version}/deviceManagement/${rest}`);
    const scanner = `managedDevices/${DEVICE_IDS.warehouseScanner}`;
    const rest = "remoteAssistanceSettings";
    expect([(await at("v1.0", rest)).status, (await at("beta", rest)).status]).toEqual([400, 200]);
    expect(await bodyOf(at("v1.0", scanner))).toMatchObject({ deviceEnrollmentType: "unknown" });
    expect(await bodyOf(at("beta", scanner))).toMatchObject({
      deviceEnrollmentType: "androidEnterpriseDedicatedDevice",
    });
  });

  test("knows scope types on beta only", async () => {
    await using graph = await started();
    const rows = async (version: string) => {
      const path = `/${version}/deviceManagement/roleAssignments`;
      return (await bodyOf<{ value: object[] }>(get(graph, path))).value[0];
    };
    expect(await rows("beta")).toHaveProperty("scopeType", "allDevicesAndLicensedUsers");
    expect(await rows("v1.0")).not.toHaveProperty("scopeType");
  });

  test("answers 400 to an address that it does not know", async () => {
    await using graph = await started();
    expect((await get(graph, "/v1.0/planets")).status).toBe(400);
  });
});

describe("its levers over HTTP", () => {
  const pull = (
    graph: SimulatedGraph,
    method: string,
    path: string,
    body?: object,
    headers: object = SIGNED,
  ) =>
    fetch(`${graph.url}/_console/${path}`, {
      method,
      headers: { ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test("change a device, and reset puts it back", async () => {
    await using graph = await started();
    const path = `devices/${DEVICE_IDS.samLaptop}`;
    expect((await pull(graph, "PATCH", path, { complianceState: "noncompliant" })).status).toBe(200);
    const state = async () => {
      const path = `/v1.0/deviceManagement/managedDevices/${DEVICE_IDS.samLaptop}`;
      return (await bodyOf<{ complianceState: string }>(get(graph, path))).complianceState;
    };
    expect(await state()).toBe("noncompliant");
    await pull(graph, "POST", "reset");
    expect(await state()).toBe("compliant");
  });

  test("change a person's risk, a device's encryption and the tenant's switch", async () => {
    await using graph = await started();
    const risk = { riskLevel: "high", riskState: "atRisk" };
    await pull(graph, "PATCH", `people/${PEOPLE_IDS.sam}`, { risk });
    await pull(graph, "PATCH", `devices/${DEVICE_IDS.samLaptop}`, { isEncrypted: false });
    await pull(graph, "PATCH", "remote-help", { remoteAssistanceState: "disabled" });
    const { people, devices, remoteHelp } = graph.tenant();
    expect(people.find(({ id }) => id === PEOPLE_IDS.sam)?.risk).toEqual(risk);
    expect(devices.find(({ id }) => id === DEVICE_IDS.samLaptop)?.isEncrypted).toBe(false);
    expect(remoteHelp.remoteAssistanceState).toBe("disabled");
  });

  test("switch a fault on, and leave the others alone", async () => {
    await using graph = await started();
    graph.faults.set({ pageSize: 3 });
    await pull(graph, "PUT", "faults", { unavailable: true });
    expect(graph.faults.current()).toMatchObject({ unavailable: true, pageSize: 3 });
    expect((await get(graph, "/v1.0/users")).status).toBe(503);
  });

  test("tell a slip instead of ignoring it", async () => {
    await using graph = await started();
    expect((await pull(graph, "PUT", "faults", { unavaliable: true })).status).toBe(400);
    expect((await pull(graph, "PATCH", "people/nobody", { accountEnabled: false })).status).toBe(404);
    expect((await pull(graph, "PUT", "lights", {})).status).toBe(404);
  });

  test("are out of reach for a page from elsewhere, which cannot send JSON unasked", async () => {
    await using graph = await started();
    const form = { "content-type": "text/plain" };
    expect((await pull(graph, "PUT", "faults", { unavailable: true }, form)).status).toBe(415);
    expect(graph.faults.current().unavailable).toBe(false);
  });
});
