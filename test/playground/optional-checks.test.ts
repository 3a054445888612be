import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEVICE_IDS, GROUP_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";
import { judge } from "../../src/domain/eligibility/judge.ts";
import type { CheckId } from "../../src/domain/eligibility/policy.ts";
import { DEFAULT_ELIGIBILITY_POLICY } from "../../src/domain/eligibility/policy.ts";
import { deviceId, personId } from "../../src/domain/ticket/ids.ts";
import { connectGraph } from "../../src/graph/connection.ts";
import { createGraphDirectory } from "../../src/graph/graph-directory.ts";
import { silentLog } from "../../src/telemetry/log.ts";

let graph: SimulatedGraph;
beforeEach(async () => {
  graph = await startSimulatedGraph();
});
afterEach(() => graph.close());

async function pull(method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${graph.url}/_console/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

/** What Beckon finds when Hana asks to see a screen; Paul has a Mac. */
async function findings(check: CheckId, who: "sam" | "paul") {
  const eligibility = { ...DEFAULT_ELIGIBILITY_POLICY, checks: graph.levers.checks };
  const directory = createGraphDirectory({
    graph: connectGraph({ baseUrl: graph.url, credential: null, clock: graph.levers.clock, log: silentLog }),
    eligibility,
    helpersGroupId: GROUP_IDS.helpers,
    leadsGroupId: GROUP_IDS.leads,
  });
  const facts = await directory.facts({
    sharer: personId(PEOPLE_IDS[who]),
    device: deviceId(who === "sam" ? DEVICE_IDS.samLaptop : DEVICE_IDS.paulMac),
    helper: personId(PEOPLE_IDS.hana),
  });
  return judge(facts, eligibility, "view").findings.filter((finding) => finding.check === check);
}

const laptop = (change: object) => ["PATCH", `devices/${DEVICE_IDS.samLaptop}`, change] as const;
const CASES: readonly (readonly [CheckId, "sam" | "paul", readonly [string, string, object], string])[] = [
  [
    "sharer-risk",
    "sam",
    ["PATCH", `people/${PEOPLE_IDS.sam}`, { risk: { riskLevel: "high", riskState: "atRisk" } }],
    "unmet",
  ],
  ["device-encrypted", "sam", laptop({ isEncrypted: false }), "unmet"],
  ["device-threat", "sam", laptop({ partnerReportedThreatState: "highSeverity" }), "unmet"],
  [
    "helper-device",
    "sam",
    ["PATCH", `devices/${DEVICE_IDS.hanaLaptop}`, { complianceState: "noncompliant" }],
    "unmet",
  ],
  ["tenant-remote-help", "sam", ["PATCH", "remote-help", { remoteAssistanceState: "disabled" }], "unmet"],
  [
    "helper-in-group",
    "sam",
    ["DELETE", `groups/${GROUP_IDS.helpers}/members/${PEOPLE_IDS.hana}`, {}],
    "unmet",
  ],
];

describe.each(CASES)("the check %s, chosen on the console page", (check, who, lever, outcome) => {
  test("finds nothing amiss on the first day, and what its lever does", async () => {
    await pull("PATCH", "checks", { [check]: "deny" });
    expect(await findings(check, who)).toMatchObject([{ outcome: "met" }]);
    await pull(...lever);
    expect(await findings(check, who)).toMatchObject([{ outcome }]);
  });

  test("is not looked at while it is off", async () => {
    await pull("PATCH", "checks", { [check]: "off" });
    await pull(...lever);
    expect(await findings(check, who)).toEqual([]);
  });
});
