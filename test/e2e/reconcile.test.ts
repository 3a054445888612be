import { describe, expect, test } from "vitest";
import { PEOPLE, TENANT_ID } from "../../playground/company.ts";
import { asksToView, ticketIn, views } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const AUDIT = "19:audit@thread.tacv2";
const MINUTE = 60_000;
const ON = { RECONCILE_REMOTE_HELP: "on", AUDIT_CHANNEL_ID: AUDIT };

const signInName = (name: string) =>
  PEOPLE.find(({ displayName }) => displayName === name)?.userPrincipalName ?? "nobody";

/** Intune reports a session with Sam's device, in minutes from now. */
const reports = (office: Office, helper: string, from: number, to: number, device = "") => {
  const [start = "", end = ""] = [from, to].map((each) =>
    new Date(office.now() + each * MINUTE).toISOString(),
  );
  const { rows } = office.graph.tenant().sessionReport;
  rows.push([`row-${rows.length}`, signInName(helper), signInName("Sam Sharma"), start, end, device]);
};

async function sessionOfHana(office: Office): Promise<void> {
  await office.lena.sends({
    type: "installationUpdate",
    action: "add",
    conversation: { id: AUDIT, conversationType: "channel" },
    channelData: { tenant: { id: TENANT_ID }, channel: { id: AUDIT }, team: { id: "19:team" } },
  });
  await office.beckon.schedules.runDue();
  await views(office);
  await office.pass(10);
  await office.sam.types("stop");
}

async function halfAnHourLater(office: Office): Promise<void> {
  office.jump(30 * MINUTE);
  await office.beckon.schedules.runDue();
  await office.settle();
}
const told = (office: Office) =>
  office.chats
    .in(AUDIT)
    .map(({ card }) => textOf(card))
    .filter((text) => text.includes("Remote Help session"));

test("a row that matches confirms the end on the ticket, and nobody is told", async () => {
  await using office = await openOffice(ON);
  await sessionOfHana(office);
  reports(office, "Hana Weber", -9, -1);
  await halfAnHourLater(office);
  expect((await ticketIn(office)).past[0]?.transport["end-confirmed"]).toBeDefined();
  expect(told(office)).toEqual([]);
});

test("rows that Beckon did not approve are told in the audit channel, each once", async () => {
  await using office = await openOffice(ON);
  await sessionOfHana(office);
  office.graph.tenant().sessionReport.form = "base64";
  reports(office, "Hugo Martin", -5, -1);
  reports(office, "Paul Braun", -60, -50);
  reports(office, "Hana Weber", -9, 15);
  await halfAnHourLater(office);
  await halfAnHourLater(office);
  expect(told(office)).toEqual([
    expect.stringMatching(/by someone else.*BK-1001/s),
    expect.stringMatching(/without approval.*No request/s),
    expect.stringMatching(/longer than approved.*BK-1001/s),
  ]);
  expect(
    office.chats
      .in(HELPDESK)
      .map(({ card }) => textOf(card))
      .join(),
  ).not.toContain("Intune's report");
});

test("a session on another device than was approved is told, and confirms nothing", async () => {
  await using office = await openOffice(ON);
  await sessionOfHana(office);
  const [, other] = office.graph.tenant().devices;
  reports(office, "Hana Weber", -9, -1, other?.azureADDeviceId);
  await halfAnHourLater(office);
  expect(told(office)).toEqual([expect.stringMatching(/on another device.*BK-1001/s)]);
  expect((await ticketIn(office)).past[0]?.transport["end-confirmed"]).toBeUndefined();
});

test("the device that was approved is known by Entra's id, however it is written", async () => {
  await using office = await openOffice(ON);
  await sessionOfHana(office);
  const approved = (await ticketIn(office)).past[0]?.device.id;
  const device = office.graph.tenant().devices.find(({ id }) => id === approved);
  reports(office, "Hana Weber", -9, -1, device?.azureADDeviceId.toUpperCase());
  await halfAnHourLater(office);
  expect((await ticketIn(office)).past[0]?.transport["end-confirmed"]).toBeDefined();
  expect(told(office)).toEqual([]);
});

test("a device that Intune knows no more is not compared", async () => {
  await using office = await openOffice(ON);
  await sessionOfHana(office);
  const approved = (await ticketIn(office)).past[0]?.device.id ?? "none";
  const other = office.graph.tenant().devices.find(({ id }) => id !== approved);
  office.graph.removeDevice(approved);
  reports(office, "Hana Weber", -9, -1, other?.azureADDeviceId);
  await halfAnHourLater(office);
  expect((await ticketIn(office)).past[0]?.transport["end-confirmed"]).toBeDefined();
  expect(told(office)).toEqual([]);
});

describe("an approved session that Intune does not report", () => {
  const DAY = 24 * 60 * MINUTE;
  const lines = (office: Office) =>
    office.chats
      .in(AUDIT)
      .filter(({ card }) => textOf(card).includes("Approved, and not in Intune's report"));
  async function twoDaysLater(office: Office): Promise<void> {
    for (let halfDay = 0; halfDay < 4; halfDay++) {
      office.jump(DAY / 2);
      await office.beckon.schedules.runDue();
      await office.settle();
    }
  }

  test("is told once its day is over for a day: once, with its helper, and without an alarm", async () => {
    await using office = await openOffice(ON);
    await sessionOfHana(office);
    await halfAnHourLater(office);
    expect(lines(office)).toEqual([]);
    await twoDaysLater(office);
    const [line, ...more] = lines(office);
    expect(more).toEqual([]);
    expect(line?.alert).toBe(false);
    expect(textOf(line?.card ?? null)).toMatch(/1 session of 24 Nov 2026 was approved.*Hana Weber.*BK-1001/s);
  });

  test("is not told when a row is there", async () => {
    await using office = await openOffice(ON);
    await sessionOfHana(office);
    reports(office, "Hana Weber", -9, -1);
    await twoDaysLater(office);
    expect(lines(office)).toEqual([]);
  });

  test("is not told when nobody had said yes, or when the report cannot be had", async () => {
    await using office = await openOffice(ON);
    await office.beckon.schedules.runDue();
    await asksToView(office);
    await office.pass(10);
    await twoDaysLater(office);
    expect(lines(office)).toEqual([]);
    await using blind = await openOffice(ON);
    await sessionOfHana(blind);
    blind.graph.faults.set({ deny: ["DeviceManagementServiceConfig.Read.All"] });
    await twoDaysLater(blind);
    expect(lines(blind)).toEqual([]);
  });
});

test("a report in an unknown form, or none at all, is logged and means nothing", async () => {
  await using office = await openOffice(ON);
  await sessionOfHana(office);
  office.graph.tenant().sessionReport.columns[1] = "Helper";
  reports(office, "Hugo Martin", -5, -1);
  await halfAnHourLater(office);
  office.graph.faults.set({ deny: ["DeviceManagementServiceConfig.Read.All"] });
  await halfAnHourLater(office);
  expect(office.log.filter(({ name }) => name === "reconcile.no-verdict")).toHaveLength(2);
  expect(told(office)).toEqual([]);
});

test("without the setting Graph is not asked", async () => {
  await using office = await openOffice();
  await sessionOfHana(office);
  await halfAnHourLater(office);
  expect(office.graph.requests().some((each) => JSON.stringify(each).includes("SessionsReport"))).toBe(false);
});
