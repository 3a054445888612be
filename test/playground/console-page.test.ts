import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";
import { findChromium } from "../support/find-chromium.ts";
import { troublesOf } from "../support/page-accessibility.ts";

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

const executablePath = findChromium();

describe.skipIf(executablePath === null)("the console page in a browser", { timeout: 60_000 }, () => {
  let graph: SimulatedGraph;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    graph = await startSimulatedGraph();
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
    const headers = { authorization: "Bearer any" };
    for (let i = 0; i < 60; i++) await fetch(`${graph.url}/v1.0/users/${PEOPLE_IDS.sam}`, { headers });
    graph.faults.set({ unavailable: true });
    await fetch(`${graph.url}/v1.0/users/${PEOPLE_IDS.sam}`, { headers });
    await page.goto(`${graph.url}/_console/`);
    await page.getByText("Graph: 1 fault is on").waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await graph.close();
  });

  test.each(["light", "dark"] as const)(
    "has nothing in the way of anybody who uses it: %s",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect(await troublesOf(page)).toEqual([]);
    },
  );

  test("a control without a name and a pale text would be noticed", async () => {
    await page.evaluate(`
      const probe = document.createElement("div");
      probe.innerHTML = '<button></button><p>pale</p><h4>deep</h4>';
      probe.querySelector("p").style.cssText = "color: #bbb; background: #fff";
      document.querySelector("main").prepend(probe);
      globalThis.probe = probe;
    `);
    const troubles = (await troublesOf(page)).join("\n");
    await page.evaluate("probe.remove()");
    expect(troubles).toMatch(/button \S+ has no name/);
    expect(troubles).toMatch(/“pale” has a contrast of 1\./);
    expect(troubles).toMatch(/a heading of level 4 after 1/);
  });

  test("keeps time and faults in sight at 1440 pixels, and caps the list of requests", async () => {
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    for (const name of ["Time", "Microsoft Graph"]) {
      await page.getByRole("heading", { name }).waitFor();
      const box = await page.getByRole("heading", { name }).boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect(box?.y).toBeLessThan(900);
    }
    expect(await page.locator("#requests > li").count()).toBe(15);
  });
});
