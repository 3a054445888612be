import { describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { SIMULATED_APP_ID } from "../../playground/graph/tenant.ts";
import { views } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const FALLBACK = "19:managers@thread.tacv2";
const INSTALLS = { TEAMS_APP_ID: SIMULATED_APP_ID };
const NEW_CHAT = `19:${PEOPLE_IDS.nadia}_e0000000-0000-4000-8000-000000000001@unq.gbl.spaces`;
const WRITES = "TeamsAppInstallation.ReadWriteSelfForUser.All";
const GAP = "The summary could not be delivered to your manager: Beckon is not installed for them.";

/** Hana's manager is somebody now who has never talked to Beckon; Teams opens no chat with who has not installed it. */
async function openOfficeOf(newManager: string, change: NodeJS.ProcessEnv = {}): Promise<Office> {
  const office = await openOffice(change);
  office.graph.editPerson(PEOPLE_IDS.hana, { manager: newManager });
  office.chats.mishap(({ conversation }) => (conversation === "" ? 403 : null));
  return office;
}

async function endsSession(office: Office): Promise<void> {
  await views(office);
  await office.sam.presses("stop-session");
  await office.settle();
}

const summariesIn = (office: Office, conversation: string) =>
  office.chats.in(conversation).map(({ card }) => textOf(card));
const closing = (office: Office) =>
  office.hana
    .messages()
    .map(({ card }) => textOf(card))
    .find((text) => text.includes("is over")) ?? "";
const asked = (office: Office) =>
  office.graph.requests().flatMap(({ items }) => items.filter((item) => item.includes("teamwork")));

describe("a manager who has not installed Beckon", () => {
  test("gets it installed, and finds the summary in the new chat", async () => {
    await using office = await openOfficeOf(PEOPLE_IDS.nadia, INSTALLS);
    await endsSession(office);
    expect(summariesIn(office, NEW_CHAT)).toHaveLength(1);
    expect(summariesIn(office, NEW_CHAT)[0]).toContain("Hana");
    expect(closing(office)).not.toContain("could not be delivered");
    expect(office.graph.tenant().installations).toMatchObject([{ person: PEOPLE_IDS.nadia }]);
  });

  test("for whom it is installed already is written to", async () => {
    await using office = await openOfficeOf(PEOPLE_IDS.nadia, INSTALLS);
    const app = office.graph.tenant().catalogue[0]?.id ?? "";
    office.graph.tenant().installations.push({ id: "there", person: PEOPLE_IDS.nadia, app });
    await endsSession(office);
    expect(summariesIn(office, NEW_CHAT)).toHaveLength(1);
  });

  test("is asked about again when Graph was busy, and the closing card says nothing of it", async () => {
    await using office = await openOfficeOf(PEOPLE_IDS.nadia, INSTALLS);
    office.graph.faults.set({ throttleItems: "/teamwork/", retryAfter: 20 });
    await endsSession(office);
    expect(summariesIn(office, NEW_CHAT)).toHaveLength(0);
    office.graph.faults.clear();
    await office.pass(0.5);
    expect(summariesIn(office, NEW_CHAT)).toHaveLength(1);
    expect(closing(office)).not.toContain("could not be delivered");
  });

  test("stays without it when Beckon may not install itself: the permission is named once, the gap is told", async () => {
    await using office = await openOfficeOf(PEOPLE_IDS.nadia, INSTALLS);
    office.graph.faults.set({ deny: [WRITES] });
    await endsSession(office);
    await office.pass(16);
    expect(summariesIn(office, NEW_CHAT)).toHaveLength(0);
    expect(closing(office)).toContain(GAP);
    const told = office.channel().filter(({ card }) => textOf(card).includes(WRITES));
    await expect.poll(() => told.length).toBe(1);
  });

  test("gets the summary as soon as they open Beckon themselves, and the closing card drops the line", async () => {
    await using office = await openOfficeOf(PEOPLE_IDS.nadia);
    await endsSession(office);
    expect(closing(office)).toContain(GAP);
    office.chats.mishap(null);
    const nadia = office.person("nadia");
    await nadia.types("status");
    expect(summariesIn(office, nadia.chat).join("\n")).toContain("Hana");
    expect(closing(office)).not.toContain("could not be delivered");
  });
});

test("what kept a summary is known after a restart, and the closing card does not waver", async () => {
  await using office = await openOfficeOf(PEOPLE_IDS.nadia);
  await endsSession(office);
  const card = office.hana.messages().find((each) => textOf(each.card).includes("is over"));
  const later: string[] = [];
  office.chats.listen(({ id, card: seen }) => void (id === card?.id && later.push(textOf(seen))));
  await office.restart();
  await office.hana.presses("add-note", { note: "told them myself" });
  await office.pass(20);
  expect(later.length).toBeGreaterThan(0);
  for (const text of later) expect(text).toContain(GAP);
});

describe("with a channel for such summaries", () => {
  const withChannel = () => openOfficeOf(PEOPLE_IDS.nadia, { SUMMARY_FALLBACK_CHANNEL_ID: FALLBACK });
  const addTo = (office: Office) =>
    office.lena.sends({
      type: "installationUpdate",
      action: "add",
      conversation: { id: FALLBACK, conversationType: "channel", isGroup: true },
    });

  test("the summary goes there, once, and the helper's closing card says so", async () => {
    await using office = await withChannel();
    await addTo(office);
    const before = summariesIn(office, FALLBACK).length;
    await endsSession(office);
    await office.pass(20);
    await office.restart();
    await office.pass(20);
    expect(summariesIn(office, FALLBACK)).toHaveLength(before + 1);
    expect(closing(office)).toContain(`${GAP} It went to a channel instead.`);
  });

  test("the channel reads nothing of what was found out", async () => {
    await using office = await withChannel();
    await addTo(office);
    await endsSession(office);
    await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "her secret certificate" });
    await office.settle();
    expect(summariesIn(office, FALLBACK).join("\n")).toContain("Hana");
    expect(summariesIn(office, FALLBACK).join("\n")).not.toContain("secret certificate");
  });
});

test("without the app's id Graph is never asked to install anything", async () => {
  await using office = await openOfficeOf(PEOPLE_IDS.nadia);
  await endsSession(office);
  expect(asked(office)).toEqual([]);
});
