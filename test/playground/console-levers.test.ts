import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEVICE_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";
import { createLevers } from "../../playground/levers.ts";
import { DEFAULT_ELIGIBILITY_POLICY } from "../../src/domain/eligibility/policy.ts";

const START = Date.parse("2026-11-24T09:30:00Z");

let graph: SimulatedGraph;
let catchesUp: number;
beforeEach(async () => {
  catchesUp = 0;
  const levers = createLevers({ now: () => START }, () => {
    catchesUp += 1;
  });
  graph = await startSimulatedGraph({ levers });
});
afterEach(() => graph.close());

/** The part of the page's data that these tests read. */
interface State {
  readonly now: number;
  readonly checks: readonly object[];
  readonly devices: readonly { readonly id: string; readonly azureADDeviceId: string }[];
  readonly sessionReport: { readonly rows: readonly (readonly string[])[] };
}

async function pull(method: string, path: string, body: object) {
  const answer = await fetch(`${graph.url}/_console/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, state: (await answer.json()) as State };
}

describe("the checks on the console page", () => {
  test("are Beckon's own, with a title, and change for it at once", async () => {
    const { state } = await pull("PATCH", "checks", { "device-encrypted": "deny" });
    expect(graph.levers.checks["device-encrypted"]).toBe("deny");
    expect(state.checks).toContainEqual({
      id: "device-encrypted",
      title: "Encrypted device",
      mode: "deny",
      optional: true,
    });
    await pull("POST", "reset", {});
    expect(graph.levers.checks).toEqual(DEFAULT_ELIGIBILITY_POLICY.checks);
  });

  test.each([{ "device-blue": "deny" }, { "device-os": "perhaps" }])("refuse %j", async (body) => {
    expect(await pull("PATCH", "checks", body)).toMatchObject({ status: 400 });
    expect(graph.levers.checks).toEqual(DEFAULT_ELIGIBILITY_POLICY.checks);
  });
});

describe("time on the console page", () => {
  test("moves the shared clock and runs what is due then", async () => {
    const { state } = await pull("POST", "time", { minutes: 30 });
    expect(state.now).toBe(START + 30 * 60_000);
    expect(graph.levers.clock.now()).toBe(state.now);
    expect(catchesUp).toBe(1);
  });

  test.each([-5, 0, 1e9])("does not go by %j minutes", async (minutes) => {
    expect(await pull("POST", "time", { minutes })).toMatchObject({ status: 400 });
    expect(graph.levers.clock.now()).toBe(START);
  });
});

describe("rows of Intune's report on the console page", () => {
  const row = {
    helper: PEOPLE_IDS.hana,
    sharer: PEOPLE_IDS.sam,
    device: DEVICE_IDS.samLaptop,
    minutesAgo: 10,
    lasted: 5,
  };

  test("are written as Intune writes them, and taken out again", async () => {
    const { state } = await pull("POST", "report", row);
    const [cells] = state.sessionReport.rows;
    const device = state.devices.find(({ id }) => id === DEVICE_IDS.samLaptop);
    expect(cells?.slice(1)).toEqual([
      ...["hana@halden.example", "sam@halden.example"],
      ...["2026-11-24T09:20:00.000Z", "2026-11-24T09:25:00.000Z", device?.azureADDeviceId],
    ]);
    const after = await pull("DELETE", `report/${cells?.[0]}`, {});
    expect(after.state.sessionReport.rows).toEqual([]);
  });

  test("may go on, and need a helper, a person and a device", async () => {
    const { state } = await pull("POST", "report", { ...row, lasted: null });
    expect(state.sessionReport.rows[0]?.[4]).toBe("");
    expect(await pull("POST", "report", { ...row, helper: "hana" })).toMatchObject({ status: 400 });
  });
});
