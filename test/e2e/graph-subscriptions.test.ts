import { describe, expect, test } from "vitest";
import { GROUP_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import { freePort } from "../support/free-port.ts";
import { ticketIn, trailOf, views } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const DAY = 24 * 60 * 60_000;
const WORK = "graph-subscriptions";

/** An office with subscriptions to Graph's change notifications. */
async function openListening(change: NodeJS.ProcessEnv = {}): Promise<Office> {
  const PORT = String(await freePort());
  const office = await openOffice({ PORT, GRAPH_NOTIFICATIONS_URL: `http://127.0.0.1:${PORT}`, ...change });
  await office.beckon.schedules.runDue();
  return office;
}

const subscriptions = ({ graph }: Office) => graph.tenant().subscriptions;
const ids = (office: Office) => subscriptions(office).map(({ id }) => id);
const live = (office: Office) =>
  subscriptions(office)
    .filter(({ expirationDateTime }) => Date.parse(expirationDateTime) > office.now())
    .map(({ resource }) => resource);
const checks = async (office: Office) =>
  (await trailOf(office)).filter((type) => type === "SessionVerified").length;
const told = (office: Office, text: string) =>
  office.channel().filter(({ card }) => textOf(card).includes(text));
const writes = (office: Office) =>
  office.graph
    .requests()
    .flatMap(({ items }) => items)
    .filter((item) => !item.startsWith("GET "));

/** Waits until Graph's notifications have arrived and their work is done. */
async function hear(office: Office): Promise<void> {
  await office.graph.notified();
  await office.settle();
}

describe("while Graph tells of changes", () => {
  test("a helper whose account is switched off loses the running session at once, without any time passing", async () => {
    await using office = await openListening();
    await views(office);
    office.graph.editPerson(PEOPLE_IDS.hana, { accountEnabled: false });
    await hear(office);
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("eligibility-lost");
    expect(textOf(office.sam.messages().at(-1)?.card ?? null)).toContain("account is switched off");
  });

  test.each([
    ["a helper leaves the helpdesk", GROUP_IDS.helpers],
    ["a helper leaves the group of their Intune role", GROUP_IDS.helpDeskOperators],
  ])("%s: the session ends at once", async (_, group) => {
    await using office = await openListening();
    await views(office);
    office.graph.leave(group, PEOPLE_IDS.hana);
    await hear(office);
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("eligibility-lost");
  });

  test("somebody else's change checks nothing, and a device's is told by nobody", async () => {
    await using office = await openListening();
    await views(office);
    office.graph.editPerson(PEOPLE_IDS.nico, { jobTitle: "Chief accountant" });
    const device = office.graph.tenant().devices.find(({ userId }) => userId === PEOPLE_IDS.sam);
    office.graph.editDevice(device?.id ?? "", { complianceState: "noncompliant" });
    await hear(office);
    expect(await checks(office)).toBe(0);
    expect((await ticketIn(office)).session).not.toBeNull();
  });

  test("the console's change reaches the session, too: all of it over HTTP", async () => {
    await using office = await openListening();
    await views(office);
    const answer = await fetch(`${office.graph.url}/_console/people/${PEOPLE_IDS.hana}`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ accountEnabled: false }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain(subscriptions(office)[0]?.clientState ?? "");
    await hear(office);
    expect((await ticketIn(office)).session).toBeNull();
  });
});

describe("the subscriptions", () => {
  test("are made at the start, one for each resource, with a state that nobody can guess or read in the log", async () => {
    await using office = await openListening();
    expect(live(office)).toEqual(["users", "groups"]);
    const [first] = subscriptions(office);
    expect(first?.clientState).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(office.log)).not.toContain(first?.clientState);
    expect(first?.lifecycleNotificationUrl).toBe(first?.notificationUrl);
  });

  test("are adopted after a restart, and by a second look: nothing is made twice", async () => {
    await using office = await openListening();
    const before = ids(office);
    await office.restart();
    await office.beckon.schedules.runDue();
    await office.beckon.schedules.hasten(WORK);
    await office.beckon.schedules.runDue();
    expect(ids(office)).toEqual(before);
    expect(writes(office).filter((item) => item === "POST /subscriptions")).toHaveLength(2);
  });

  test("are renewed long before they end, and so never do", async () => {
    await using office = await openListening();
    const before = ids(office);
    for (let day = 0; day < 30; day++) {
      office.jump(DAY);
      await office.beckon.schedules.runDue();
      expect(live(office)).toEqual(["users", "groups"]);
    }
    expect(ids(office)).toEqual(before);
  });

  test("that ended while no process ran are created again, and missed changes are looked for", async () => {
    await using office = await openListening();
    await views(office);
    const before = ids(office);
    for (const one of subscriptions(office)) one.expirationDateTime = new Date(office.now()).toISOString();
    office.graph.editPerson(PEOPLE_IDS.hana, { accountEnabled: false });
    await hear(office);
    expect((await ticketIn(office)).session).not.toBeNull();
    await office.restart();
    await office.beckon.schedules.runDue();
    await office.settle();
    expect(live(office)).toEqual(["users", "groups"]);
    expect(ids(office).filter((id) => before.includes(id) && live(office).includes(id))).toEqual([]);
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("move with the public address; those of others stay", async () => {
    await using office = await openListening();
    const [ours] = subscriptions(office).map((one) => ({ ...one, id: "0" }));
    const others = ours === undefined ? [] : [{ ...ours, notificationUrl: "http://127.0.0.1:1/others" }];
    subscriptions(office).push(...others);
    const PORT = String(await freePort());
    await office.restart({ PORT, GRAPH_NOTIFICATIONS_URL: `http://127.0.0.1:${PORT}` });
    await office.beckon.schedules.runDue();
    const urls = subscriptions(office).map(({ notificationUrl }) => new URL(notificationUrl).port);
    expect(urls.sort()).toEqual(["1", PORT, PORT].sort());
  });

  test("are taken away once when Graph is not to tell any more; without any, Graph is not even asked", async () => {
    await using office = await openListening();
    await office.restart({ GRAPH_NOTIFICATIONS_URL: "" });
    await office.beckon.schedules.runDue();
    expect(subscriptions(office)).toEqual([]);
    await office.restart();
    office.graph.forgetRequests();
    await office.beckon.schedules.runDue();
    expect(office.graph.requests()).toEqual([]);
  });

  test("are tried again when Graph was away", async () => {
    await using office = await openListening();
    office.graph.tenant().subscriptions = [];
    office.graph.faults.set({ unavailable: true, retryAfter: 3600 });
    await office.beckon.schedules.hasten(WORK);
    await office.beckon.schedules.runDue();
    office.graph.faults.clear();
    office.jump(61_000);
    await office.beckon.schedules.runDue();
    expect(live(office)).toEqual(["users", "groups"]);
  });
});

describe("what stands in the way is told to the administrators", () => {
  test("a missing permission, by its exact name and what misses it; the rest works", async () => {
    const PORT = String(await freePort());
    await using office = await openOffice({ PORT, GRAPH_NOTIFICATIONS_URL: `http://127.0.0.1:${PORT}` });
    office.graph.faults.set({ deny: ["Group.Read.All"] });
    await office.beckon.schedules.runDue();
    expect(live(office)).toEqual(["users"]);
    await expect.poll(() => told(office, "Group.Read.All").length).toBe(1);
    expect(textOf(told(office, "Group.Read.All")[0]?.card ?? null)).toContain(
      "a change of groups is noticed only",
    );
    office.graph.faults.clear();
    office.jump(60 * 60_000);
    await office.beckon.schedules.runDue();
    expect(live(office)).toEqual(["users", "groups"]);
  });

  test("an address that Graph cannot reach, from the second time on and once", async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    await using office = await openOffice({ GRAPH_NOTIFICATIONS_URL: nobody });
    await office.beckon.schedules.runDue();
    expect(told(office, "cannot reach Beckon")).toEqual([]);
    for (let hour = 0; hour < 3; hour++) {
      office.jump(60 * 60_000);
      await office.beckon.schedules.runDue();
    }
    await expect.poll(() => told(office, "Microsoft Graph cannot reach Beckon").length).toBe(1);
    expect(textOf(told(office, "cannot reach")[0]?.card ?? null)).toContain(new URL(nobody).host);
    expect(subscriptions(office)).toEqual([]);
  });
});

describe("when Graph tells of a subscription itself", () => {
  test.each(["reauthorizationRequired", "subscriptionRemoved", "missed"] as const)(
    "%s: every running session is checked at once",
    async (event) => {
      await using office = await openListening();
      await views(office);
      office.graph.lifecycle(event);
      await hear(office);
      expect(await checks(office)).toBeGreaterThan(0);
    },
  );

  test("it is reauthorised by renewing it", async () => {
    await using office = await openListening();
    const before = subscriptions(office).map(({ expirationDateTime }) => Date.parse(expirationDateTime));
    office.jump(60_000);
    office.graph.lifecycle("reauthorizationRequired");
    await hear(office);
    const after = () => subscriptions(office).map(({ expirationDateTime }) => Date.parse(expirationDateTime));
    await expect.poll(after).toEqual(before.map((end) => end + 60_000));
  });

  test("it is created again when it was removed, without waiting for the hour", async () => {
    await using office = await openListening();
    office.graph.lifecycle("subscriptionRemoved");
    await hear(office);
    await expect
      .poll(async () => {
        await office.beckon.schedules.runDue();
        return live(office);
      })
      .toEqual(["users", "groups"]);
  });
});
