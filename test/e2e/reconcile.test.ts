import { expect, test } from "vitest";
import { PEOPLE, TENANT_ID } from "../../src/playground/company.ts";
import { ticketIn, views } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const AUDIT = "19:audit@thread.tacv2";
const MINUTE = 60_000;
const ON = { RECONCILE_REMOTE_HELP: "on", AUDIT_CHANNEL_ID: AUDIT };

const signInName = (name: string) =>
  PEOPLE.find(({ displayName }) => displayName === name)?.userPrincipalName ?? "nobody";

/** Intune reports a session with Sam's device, in minutes from now. */
const reports = (office: Office, helper: string, from: number, to: number) => {
  const [start = "", end = ""] = [from, to].map((each) =>
    new Date(office.now() + each * MINUTE).toISOString(),
  );
  const { rows } = office.graph.tenant().sessionReport;
  rows.push([`row-${rows.length}`, signInName(helper), signInName("Sam Sharma"), start, end]);
};

async function sessionOfHana(office: Office): Promise<void> {
  await office.lena.sends({
    ...{ type: "installationUpdate", action: "add" },
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
    expect.stringMatching(/without approval.*No ticket/s),
    expect.stringMatching(/longer than approved.*BK-1001/s),
  ]);
  expect(
    office.chats
      .in(HELPDESK)
      .map(({ card }) => textOf(card))
      .join(),
  ).not.toContain("Intune's report");
});

test("a report in an unknown form, or none at all, is logged and means nothing", async () => {
  await using office = await openOffice(ON);
  await sessionOfHana(office);
  office.graph.tenant().sessionReport.columns[1] = "Helper";
  reports(office, "Hugo Martin", -5, -1);
  await halfAnHourLater(office);
  office.graph.faults.set({ deny: ["DeviceManagementServiceConfig.Read.All"] });
  await halfAnHourLater(office);
  expect(office.log.filter(({ name }) => name === "reconcile.no_verdict")).toHaveLength(2);
  expect(told(office)).toEqual([]);
});

test("without the setting Graph is not asked", async () => {
  await using office = await openOffice();
  await sessionOfHana(office);
  await halfAnHourLater(office);
  expect(office.graph.requests().some((each) => JSON.stringify(each).includes("SessionsReport"))).toBe(false);
});
