import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import { controls, picksUp, views } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const AUDIT = "19:audit@thread.tacv2";
const DAY = 24 * 60 * 60_000;

const folder = mkdtempSync(join(tmpdir(), "beckon-policy-"));
const POLICY_FILE = join(folder, "policy.json");
writeFileSync(POLICY_FILE, JSON.stringify({ digest: { minimumGroup: 1 } }));
afterAll(() => rmSync(folder, { recursive: true }));

/** Beckon is added to the audit channel. */
const addToAudit = (office: Office) =>
  office.lena.sends({
    type: "installationUpdate",
    action: "add",
    conversation: { id: AUDIT, conversationType: "channel" },
    channelData: {
      tenant: { id: TENANT_ID },
      channel: { id: AUDIT },
      team: { id: "19:team" },
    },
  });

const shownTo = (office: Office, chat: string) =>
  office.chats
    .in(chat)
    .map(({ card }) => textOf(card))
    .join("\n");
const digests = (office: Office, chat: string) =>
  office.chats.in(chat).filter(({ card }) => /Support sessions|Supportsitzungen/.test(textOf(card)));

/** Monday comes. */
async function nextWeek(office: Office): Promise<void> {
  await office.beckon.schedules.runDue();
  office.jump(6 * DAY);
  await office.settle();
  await office.beckon.schedules.runDue();
}

describe("the weekly digest", () => {
  test("goes to the manager of those who worked, with the week's numbers and not one word of the sharer", async () => {
    await using office = await openOffice({ POLICY_FILE });
    await controls(office);
    await office.sam.types("stop");
    await nextWeek(office);
    const [digest, ...more] = digests(office, office.mia.chat);
    const text = textOf(digest?.card ?? null);
    expect(more).toEqual([]);
    expect(digest?.alert).toBe(true);
    expect(text).toMatch(/The helpers who report to you\nWeekly digest|Weekly digest/);
    expect(text).toMatch(/Requests picked up\n1\n/);
    expect(text).toMatch(/Sessions approved\n1 of 1\n/);
    expect(text).toMatch(/Approved, and no sign that it started\n1\n/);
    expect(text).toMatch(/Access taken back by the person helped\n1\n/);
    expect(text).not.toMatch(/vpn|Sam|Hana|BK-/i);
  });

  test("is in the language of the manager who gets it, with the days of the configured time zone", async () => {
    await using office = await openOffice({ POLICY_FILE });
    office.mia.usesTeamsIn("de-DE");
    await office.mia.types("hilfe");
    await views(office);
    await office.sam.types("stop");
    await nextWeek(office);
    const [digest] = digests(office, office.mia.chat);
    const text = textOf(digest?.card ?? null);
    expect(text).toContain("Supportsitzungen, 23.–29.11.2026");
    expect(text).toMatch(/Zugelassene Sitzungen\n1 von 1\n/);
    expect(text).not.toMatch(/Sessions|Weekly/);
  });

  test("counts no session as unseen that its helper has said to have started", async () => {
    await using office = await openOffice({ POLICY_FILE });
    await controls(office);
    await office.hana.presses("report-transport", {}, { titled: "I have started" });
    await office.sam.types("stop");
    await nextWeek(office);
    expect(shownTo(office, office.mia.chat)).toMatch(/Approved, and no sign that it started\n0\n/);
  });

  test("goes out once, however often it is tried and whichever process dies in between", async () => {
    await using office = await openOffice({ POLICY_FILE });
    await picksUp(office);
    await nextWeek(office);
    await office.restart();
    office.jump(60_000);
    await office.beckon.schedules.runDue();
    expect(digests(office, office.mia.chat)).toHaveLength(1);
  });

  test("that Teams throttles comes later", async () => {
    await using office = await openOffice({ POLICY_FILE });
    await picksUp(office);
    office.chats.mishap(({ conversation }) =>
      conversation === office.mia.chat ? { accepted: false, answer: 429, retryAfter: 1 } : null,
    );
    await nextWeek(office);
    expect(digests(office, office.mia.chat)).toEqual([]);
    office.chats.mishap(null);
    office.jump(2 * 60_000);
    await office.beckon.schedules.runDue();
    expect(digests(office, office.mia.chat)).toHaveLength(1);
  });

  test("that was missed for weeks comes for the newest of them", async () => {
    await using office = await openOffice({ POLICY_FILE });
    await picksUp(office);
    await office.beckon.schedules.runDue();
    office.jump(7 * DAY);
    await picksUp(office);
    office.jump(7 * DAY);
    await office.settle();
    await office.restart();
    await office.beckon.schedules.runDue();
    await office.beckon.schedules.runDue();
    expect(digests(office, office.mia.chat)).toHaveLength(1);
    expect(shownTo(office, office.mia.chat)).toMatch(/Support sessions, 30 Nov\s–\s6 Dec 2026/);
  });

  test("goes to everybody else though one chat cannot be opened, and is tried again for that one", async () => {
    const POLICY_FILE = naming(
      { person: PEOPLE_IDS.nadia, about: "helpdesk" },
      { person: PEOPLE_IDS.paul, about: "helpdesk" },
    );
    await using office = await openOffice({ POLICY_FILE, DIGEST_TO: "off" });
    await picksUp(office);
    const opening = "";
    office.chats.mishap(({ conversation }) => (conversation === opening ? 503 : null));
    await nextWeek(office);
    expect(digests(office, office.paul.chat)).toHaveLength(1);
    expect(office.log.find(({ name }) => name === "digest.failed")).toMatchObject({
      to: `${PEOPLE_IDS.nadia}:helpdesk`,
    });
    office.chats.mishap(null);
    office.jump(2 * 60_000);
    await office.beckon.schedules.runDue();
    expect(office.log.filter(({ name }) => name === "digest.sent")).toHaveLength(2);
    expect(digests(office, office.paul.chat)).toHaveLength(1);
  });

  test("about so few as work here says that its numbers are left out", async () => {
    await using office = await openOffice();
    await picksUp(office);
    await nextWeek(office);
    expect(shownTo(office, office.mia.chat)).toContain("fewer than 5 helpers");
    expect(shownTo(office, office.mia.chat)).not.toContain("Requests picked up");
  });

  /** A policy that names these people besides. */
  function naming(...recipients: readonly object[]): string {
    const file = join(folder, `${recipients.length}-${JSON.stringify(recipients).length}.json`);
    writeFileSync(file, JSON.stringify({ digest: { minimumGroup: 1, recipients } }));
    return file;
  }

  test("goes to those whom the policy names: about the whole helpdesk, also when nobody else gets one", async () => {
    const POLICY_FILE = naming({ person: PEOPLE_IDS.paul, about: "helpdesk" });
    await using office = await openOffice({ POLICY_FILE, DIGEST_TO: "off" });
    await picksUp(office);
    await nextWeek(office);
    expect(shownTo(office, office.paul.chat)).toContain("The whole helpdesk");
    expect(digests(office, office.paul.chat)).toHaveLength(1);
    expect(digests(office, office.mia.chat)).toEqual([]);
  });

  test("goes to each named person with helpers below, indirectly too, and once to a person who is both", async () => {
    const POLICY_FILE = naming(
      ...["lena", "mia", "paul"].map((who) => ({
        person: PEOPLE_IDS[who as "lena"],
        about: "reports",
      })),
    );
    await using office = await openOffice({ POLICY_FILE });
    office.graph.editPerson(PEOPLE_IDS.mia, { manager: PEOPLE_IDS.lena });
    await picksUp(office);
    await nextWeek(office);
    for (const { chat } of [office.lena, office.mia]) {
      expect(digests(office, chat)).toHaveLength(1);
      expect(shownTo(office, chat)).toContain("The helpers who report to you");
    }
    expect(digests(office, office.paul.chat)).toEqual([]);
    expect(
      office.log.some(({ name, to }) => name === "digest.nobody-reports" && to === PEOPLE_IDS.paul),
    ).toBe(true);
  });

  test("comes to an end when people manage one another", async () => {
    await using office = await openOffice({
      POLICY_FILE: naming({ person: PEOPLE_IDS.lena, about: "reports" }),
    });
    office.graph.editPerson(PEOPLE_IDS.mia, { manager: PEOPLE_IDS.lena });
    office.graph.editPerson(PEOPLE_IDS.lena, { manager: PEOPLE_IDS.mia });
    await picksUp(office);
    await nextWeek(office);
    expect(digests(office, office.lena.chat)).toHaveLength(1);
  });

  test("can go to one channel, about the whole helpdesk, or nowhere", async () => {
    await using office = await openOffice({ POLICY_FILE, DIGEST_TO: `channel:${HELPDESK}` });
    await picksUp(office);
    await nextWeek(office);
    expect(shownTo(office, HELPDESK)).toContain("The whole helpdesk");
    expect(digests(office, office.mia.chat)).toEqual([]);
    await using quiet = await openOffice({ POLICY_FILE, DIGEST_TO: "off" });
    await picksUp(quiet);
    await nextWeek(quiet);
    expect(digests(quiet, quiet.mia.chat)).toEqual([]);
  });
});

describe("what is worth a look", () => {
  /** Hugo tries what only the helper of the ticket may. */
  async function triesThrice(office: Office): Promise<void> {
    await picksUp(office);
    for (const reason of ["one", "two", "three"]) {
      const data = { ticket: "BK-1001", version: 2, surface: "desk", reason, minutes: "30" };
      await office.hugo.sends({
        type: "invoke",
        name: "adaptiveCard/action",
        replyToId: "1600000000000",
        value: { action: { type: "Action.Execute", verb: "ask-to-view", data }, trigger: "manual" },
      });
    }
    await office.beckon.schedules.runDue();
    office.jump(15 * 60_000);
    await office.beckon.schedules.runDue();
  }

  test("is told in the audit channel with its evidence, once, and not in the helpdesk", async () => {
    await using office = await openOffice({ AUDIT_CHANNEL_ID: AUDIT });
    await addToAudit(office);
    await triesThrice(office);
    expect(shownTo(office, AUDIT)).toMatch(/Attempts without authority.*Hugo Martin.*BK-1001/s);
    expect(shownTo(office, HELPDESK)).not.toContain("Attempts without authority");
    office.jump(15 * 60_000);
    await office.beckon.schedules.runDue();
    expect(office.chats.in(AUDIT).filter(({ card }) => textOf(card).includes("Attempts"))).toHaveLength(1);
  });

  test("waits until Beckon is added to the audit channel", async () => {
    await using office = await openOffice({ AUDIT_CHANNEL_ID: AUDIT });
    await triesThrice(office);
    expect(office.log.some(({ name }) => name === "anomaly.channel-unknown")).toBe(true);
    await addToAudit(office);
    office.jump(15 * 60_000);
    await office.beckon.schedules.runDue();
    expect(shownTo(office, AUDIT)).toContain("Attempts without authority");
  });

  test("is only logged, once and without names, when there is no audit channel", async () => {
    await using office = await openOffice();
    await triesThrice(office);
    office.jump(15 * 60_000);
    await office.beckon.schedules.runDue();
    const told = office.log.filter(({ name }) => name === "anomaly.no-channel");
    expect(told).toMatchObject([{ rule: "refused-attempts", evidence: 3, ticket: "BK-1001" }]);
    expect(shownTo(office, HELPDESK)).not.toContain("Attempts");
  });
});
