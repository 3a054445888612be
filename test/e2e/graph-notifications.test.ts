import { describe, expect, test } from "vitest";
import { GROUP_IDS, PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import { PLAYGROUND_MASTER_KEY } from "../../src/config/environment.ts";
import { addressAt } from "../../src/graph/subscriptions.ts";
import { ticketIn, trailOf, views } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";

const PUBLIC = "http://127.0.0.1:3978";
const { clientState: SECRET } = addressAt(new URL(PUBLIC), Buffer.from(PLAYGROUND_MASTER_KEY, "base64"));
const listening = { GRAPH_NOTIFICATIONS_URL: PUBLIC };
const { hana, hugo } = PEOPLE_IDS;

const aboutUser = (id: string, change: object = {}) => ({
  clientState: SECRET,
  tenantId: TENANT_ID,
  changeType: "updated",
  resource: `Users/${id}`,
  subscriptionId: "s",
  resourceData: { id, "@odata.type": "#Microsoft.Graph.User" },
  ...change,
});

async function post(office: Office, body: string | object, query = "", type = "application/json") {
  const answer = await fetch(`${office.beckon.url}/api/graph-notifications${query}`, {
    method: "POST",
    headers: { "content-type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  await office.settle();
  return { status: answer.status, type: answer.headers.get("content-type"), text };
}
const notify = (office: Office, ...value: readonly object[]) => post(office, { value });
const checks = async (office: Office) =>
  (await trailOf(office)).filter((type) => type === "SessionVerified").length;

describe("Graph tells of a change", () => {
  test("to somebody in a live session: it is checked at once, without any time passing", async () => {
    await using office = await openOffice(listening);
    await views(office);
    office.graph.editPerson(hana, { accountEnabled: false });
    expect(await notify(office, aboutUser(hana))).toMatchObject({ status: 202, text: "" });
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("eligibility-lost");
  });

  test("to a group: the members that came or went are checked", async () => {
    await using office = await openOffice(listening);
    await views(office);
    office.graph.leave(GROUP_IDS.helpDeskOperators, hana);
    const id = GROUP_IDS.helpDeskOperators;
    const group = { resource: `Groups/${id}`, resourceData: { id, "members@delta": [{ id: hana }] } };
    expect(await notify(office, aboutUser(hana, group))).toMatchObject({ status: 202 });
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("to a group of the helpdesk: every session is checked, because the member may be a group, too", async () => {
    await using office = await openOffice(listening);
    await views(office);
    const group = {
      resource: `Groups/${GROUP_IDS.helpers}`,
      resourceData: { id: GROUP_IDS.helpers, "members@delta": [{ id: GROUP_IDS.salesPeople }] },
    };
    await notify(office, aboutUser(hana, group));
    expect(await checks(office)).toBe(1);
  });

  test("several times at once: the session is checked once", async () => {
    await using office = await openOffice(listening);
    await views(office);
    await notify(office, ...Array.from({ length: 500 }, () => aboutUser(hana)));
    expect(await checks(office)).toBe(1);
  });

  test("that is none, where all is well: nothing is lost, and the check is in the trail", async () => {
    await using office = await openOffice(listening);
    await views(office);
    await notify(office, aboutUser(hana));
    expect([await checks(office), (await ticketIn(office)).session?.number]).toEqual([1, 1]);
  });

  test.each([
    ["without the secret", { clientState: undefined }],
    ["with another secret", { clientState: "another secret of whoever" }],
    ["from another tenant", { tenantId: "00000000-0000-4000-8000-000000000999" }],
    ["about somebody in no session", { resource: `Users/${hugo}`, resourceData: { id: hugo } }],
    ["about something that is no person", { resource: "Users/x", resourceData: { id: "' or 1=1" } }],
    ["without any data", { resourceData: null }],
    ["of a subscription, by somebody else", { clientState: "secret of whoever", lifecycleEvent: "missed" }],
  ])("%s: nothing is asked", async (_, change) => {
    await using office = await openOffice(listening);
    await views(office);
    office.graph.forgetRequests();
    expect(await notify(office, aboutUser(hana, change))).toMatchObject({ status: 202 });
    expect(office.graph.requests()).toEqual([]);
    expect(await checks(office)).toBe(0);
    expect(JSON.stringify(office.log)).not.toContain("secret of whoever");
  });
});

describe("the address", () => {
  test("proves itself to Graph with the token that it was sent, and with no markup", async () => {
    await using office = await openOffice(listening);
    const query = "?validationToken=Validation%3A+Testing+client+%3Cb%3E";
    expect(await post(office, "", query, "text/plain; charset=utf-8")).toEqual({
      status: 200,
      text: "Validation: Testing client <b>",
      type: expect.stringMatching(/^text\/plain/),
    });
  });

  test.each<readonly [string, string, number]>([
    ["no JSON", "{", 400],
    ["something else", '{"value":1}', 400],
    ["nothing", "", 400],
    ["too much", `{"value":[],"x":"${"x".repeat(300_000)}"}`, 413],
  ])("refuses %s", async (_, body, status) => {
    await using office = await openOffice(listening);
    expect((await post(office, body)).status).toBe(status);
  });

  test("does not exist while Graph is not to tell anything", async () => {
    await using office = await openOffice();
    expect((await post(office, { value: [] })).status).toBe(404);
  });
});
