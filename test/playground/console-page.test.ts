import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";

describe("the console page", () => {
  let graph: SimulatedGraph;
  beforeAll(async () => {
    graph = await startSimulatedGraph();
  });
  afterAll(() => graph.close());

  test("loads nothing but its own files, and each of them is there", async () => {
    const page = await fetch(`${graph.url}/_console`);
    expect(page.url).toBe(`${graph.url}/_console/`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => name);
    expect(files).toEqual(expect.arrayContaining(["console.css", "console.js"]));
    for (const name of files.filter((one) => one !== "data:,")) {
      expect(await fetch(`${graph.url}/_console/${name}`)).toMatchObject({ status: 200 });
    }
  });

  test.each(["nothing.js", "..%2Fcompany.ts", "%2e%2e/company.ts", "console.html/", "etc/passwd"])(
    "does not give out %s",
    async (name) => {
      expect((await fetch(`${graph.url}/_console/${name}`)).status).toBeGreaterThanOrEqual(400);
    },
  );

  test("is told what each request was answered, each item of a batch too", async () => {
    graph.forgetRequests();
    graph.faults.set({ throttleItems: "/managedDevices" });
    const url = (rest: string) => `/users/${PEOPLE_IDS.sam}${rest}`;
    const requests = [url("/managedDevices"), url("")].map((one, i) => ({
      id: `${i}`,
      method: "GET",
      url: one,
    }));
    const headers = { authorization: "Bearer any", "content-type": "application/json" };
    await fetch(`${graph.url}/v1.0/$batch`, { method: "POST", headers, body: JSON.stringify({ requests }) });
    const state = await (await fetch(`${graph.url}/_console/state`)).json();
    expect(state).toMatchObject({ requests: [{ status: 200, itemStatuses: [429, 200] }] });
  });
});
