import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";

const SIGNED = { authorization: "Bearer any", "content-type": "application/json" };
const MINUTE = 60_000;
let now = Date.UTC(2026, 10, 24, 9);

/** A receiver of notifications that returns the validation token. */
async function listener(giveBack: (token: string) => string = (token) => token) {
  const heard: unknown[] = [];
  const server = createServer((request, response) => {
    const token = new URL(request.url ?? "/", "http://x").searchParams.get("validationToken");
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (token === null) heard.push(...JSON.parse(body).value);
      response.writeHead(200, { "content-type": "text/plain" }).end(giveBack(token ?? ""));
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`;
  return { heard, url, [Symbol.asyncDispose]: async () => void server.close() };
}

async function started(): Promise<SimulatedGraph & AsyncDisposable> {
  const graph = await startSimulatedGraph({ clock: { now: () => now } });
  return { ...graph, [Symbol.asyncDispose]: () => graph.close() };
}

const wanted = (notificationUrl: string, change: object = {}) => ({
  resource: "users",
  changeType: "updated,deleted",
  clientState: "secret",
  notificationUrl,
  expirationDateTime: new Date(now + 60 * MINUTE).toISOString(),
  ...change,
});
const subscribe = (graph: SimulatedGraph, body: object) =>
  fetch(`${graph.url}/v1.0/subscriptions`, { method: "POST", headers: SIGNED, body: JSON.stringify(body) });

describe("a subscription in the simulated Graph", () => {
  test("is told of a person's change, until it ends", async () => {
    await using graph = await started();
    await using one = await listener();
    expect((await subscribe(graph, wanted(one.url))).status).toBe(201);
    graph.editPerson(PEOPLE_IDS.sam, { jobTitle: "Director" });
    await graph.notified();
    expect(one.heard).toEqual([
      expect.objectContaining({
        clientState: "secret",
        resource: `Users/${PEOPLE_IDS.sam}`,
        resourceData: expect.objectContaining({ id: PEOPLE_IDS.sam }),
      }),
    ]);
    now += 60 * MINUTE;
    graph.editPerson(PEOPLE_IDS.sam, { jobTitle: "Account Executive" });
    await graph.notified();
    expect(one.heard).toHaveLength(1);
  });

  test("does not say its secret in a list, and is renewed and removed by its id", async () => {
    await using graph = await started();
    await using one = await listener();
    const { id } = (await (await subscribe(graph, wanted(one.url))).json()) as { id: string };
    const list = async () => (await fetch(`${graph.url}/v1.0/subscriptions`, { headers: SIGNED })).json();
    expect(await list()).toMatchObject({ value: [{ id, clientState: null }] });
    const expirationDateTime = new Date(now + 120 * MINUTE).toISOString();
    const call = (method: string, body?: object) =>
      fetch(`${graph.url}/v1.0/subscriptions/${id}`, {
        method,
        headers: SIGNED,
        ...(body && { body: JSON.stringify(body) }),
      });
    expect((await call("PATCH", { expirationDateTime })).status).toBe(200);
    expect(await list()).toMatchObject({ value: [{ expirationDateTime }] });
    expect((await call("DELETE")).status).toBe(204);
    expect((await call("DELETE")).status).toBe(404);
  });

  test.each([
    ["devices, which Graph does not tell of", { resource: "devices" }],
    ["anything of Intune", { resource: "deviceManagement/managedDevices" }],
    ["more than 29 days", { expirationDateTime: new Date(Date.UTC(2026, 11, 24)).toISOString() }],
    ["somebody elsewhere", { notificationUrl: "https://graph.example/told" }],
  ])("to %s is refused", async (_, change) => {
    await using graph = await started();
    await using one = await listener();
    expect((await subscribe(graph, wanted(one.url, change))).status).toBe(400);
  });

  test("is refused without the validation token in the answer", async () => {
    await using graph = await started();
    await using one = await listener((token) => encodeURIComponent(token));
    expect((await subscribe(graph, wanted(one.url))).status).toBe(400);
    expect(graph.tenant().subscriptions).toEqual([]);
  });

  test("to groups needs a permission of its own", async () => {
    await using graph = await started();
    await using one = await listener();
    graph.faults.set({ deny: ["Group.Read.All"] });
    expect((await subscribe(graph, wanted(one.url, { resource: "groups" }))).status).toBe(403);
    expect((await subscribe(graph, wanted(one.url))).status).toBe(201);
  });
});
