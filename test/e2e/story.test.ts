import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, choicesOf, textOf } from "../support/reading-cards.ts";

/** The main story from end to end: one office, one ticket, in order. */
describe("from “I need help” to the manager's summary", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const newest = (messages: readonly { card: Parameters<typeof textOf>[0] }[]) =>
    messages.at(-1)?.card ?? null;
  const verbs = (card: Parameters<typeof textOf>[0]) => new Set(buttonsOf(card).map(({ verb }) => verb));
  const saidNumber = () => /this number: (\d\d)/.exec(textOf(desk()))?.[1] ?? "none";
  const desk = () => office.hana.messages().find(({ card }) => verbs(card).has("give-back"))?.card ?? null;

  test("a person who installs Beckon is told what it is and what it never does", () => {
    const greeting = textOf(newest(office.sam.messages()));
    expect(greeting).toContain("Beckon");
    expect(greeting).toContain("never");
    expect(verbs(newest(office.sam.messages()))).toContain("request-help");
  });

  test("whatever somebody types is what is wrong; the form offers their own devices with their state", async () => {
    await office.sam.types("my vpn keeps dropping");
    const form = newest(office.sam.messages());
    const devices = choicesOf(form, "device").map(({ title }) => title);
    expect(devices[0]).toMatch(/HAL-SALES-014.*ThinkPad.*Windows 11.*compliant/);
    expect(devices[1]).toMatch(/iPhone/);
    expect(JSON.stringify(form)).toContain("my vpn keeps dropping");
  });

  test("the sent form becomes the ticket card, and the helpdesk sees what is safe for a channel", async () => {
    const before = office.sam.messages().length;
    const device = choicesOf(newest(office.sam.messages()), "device")[0]?.value;
    const inputs = {
      subject: "my vpn keeps dropping",
      device,
      urgency: "urgent",
      details: "since the update",
    };
    const answer = await office.sam.presses("send-request", inputs);
    expect(textOf(answer.card)).toContain("BK-1001");
    expect(office.sam.messages()).toHaveLength(before);
    const card = textOf(newest(office.channel()));
    expect(card).toContain("my vpn keeps dropping");
    expect(card).not.toContain("HAL-SALES-014");
    expect(card).not.toContain("since the update");
  });

  test("the first helper gets the ticket; the second is told who has it and since when", async () => {
    const old = structuredClone(office.channel().at(-1));
    const won = await office.hana.presses("pick-up", {}, { in: HELPDESK });
    expect(textOf(won.card)).toContain("Picked up by Hana Weber at 10:30");
    const lost = await office.hugo.presses("pick-up", {}, { in: HELPDESK, ...(old && { on: old }) });
    expect(lost.text).toBe("Hana Weber picked this request up at 10:30.");
    expect(textOf(office.sam.messages().at(-1)?.card ?? null)).toContain("Hana Weber");
  });

  test("asking to view puts an alerting question into the sharer's chat, and a number on the helper's desk", async () => {
    await office.hana.presses("ask-to-view", { reason: "look at the VPN client", minutes: "30" });
    const question = office.sam.messages().at(-1);
    expect(question?.alert).toBe(true);
    const text = textOf(question?.card ?? null);
    for (const part of [
      "Hana Weber",
      "Service Desk Analyst",
      "look at the VPN client",
      "30 min",
      "HAL-SALES-014",
    ]) {
      expect(text).toContain(part);
    }
    expect(JSON.stringify(question?.card)).toContain('"id":"phrase"');
    // Without the digits that a card has anyway: of the request, device, length and times.
    const rest = text.replace(/BK-\d+|HAL-SALES-\d+|LENOVO[^(]*|Windows \d+|\d+ min\w*|\d\d:\d\d/g, "");
    expect(rest).not.toMatch(/\d\d/);
  });

  test("after the yes both cards say what is allowed, until when, and how it really starts", async () => {
    await office.sam.presses("answer-ask", { phrase: saidNumber() }, { titled: "Allow" });
    const live = textOf(newest(office.sam.messages()));
    expect(live).toMatch(/Hana Weber/);
    expect(live).toContain("11:00");
    expect(verbs(newest(office.sam.messages()))).toContain("stop-session");
    expect(textOf(desk())).toContain("11:00");
    expect(verbs(desk())).toContain("request-control");
    expect(JSON.stringify(desk())).toContain("intune.microsoft.com");
  });

  test("control is a new question with a new number, and gives control and no more", async () => {
    await office.pass(3);
    await office.hana.presses("request-control", { level: "control", reason: "restart the VPN service" });
    const question = office.sam.messages().at(-1);
    expect(textOf(question?.card ?? null)).toContain("restart the VPN service");
    await office.sam.presses("answer-ask", { phrase: saidNumber() }, { titled: "Allow" });
    expect(verbs(newest(office.sam.messages()))).toContain("step-down");
    expect(textOf(desk())).toContain("10:48");
  });

  test("control ends by itself at its end, and viewing goes on", async () => {
    await office.pass(15);
    expect(verbs(newest(office.sam.messages()))).not.toContain("step-down");
    const told = office.hana.messages().filter(({ alert }) => alert);
    expect(told.map(({ card }) => textOf(card)).join("\n")).toMatch(/control/i);
    const sessions = await office.beckon.store.read(
      (await office.beckon.store.heldBy(hanaId()))[0]?.id ?? never(),
    );
    expect(sessions?.session?.grants.map(({ level, over }) => [level, over?.cause ?? "in force"])).toEqual([
      ["view", "in force"],
      ["control", "expired"],
    ]);
  });

  test("the typed word stop ends everything at once", async () => {
    await office.pass(4);
    await office.sam.types("Stop");
    const said = office.sam.messages().findLast(({ text }) => text !== null);
    expect(said?.text).toContain("access was withdrawn at 10:52");
    expect(office.sam.messages().some(({ card }) => verbs(card).has("stop-session"))).toBe(false);
    expect(verbs(desk())).not.toContain("request-control");
  });

  test("the sharer gets a receipt and one question, the helper the closing form", async () => {
    const receipt = office.sam.messages().find(({ card }) => verbs(card).has("give-feedback"));
    expect(receipt?.alert).toBe(false); // Sam stopped it.
    expect(textOf(receipt?.card ?? null)).toMatch(/Hana Weber.*HAL-SALES-014/s);
    expect(
      office.hana.messages().filter(({ card }) => verbs(card).has("resolve-ticket")).length,
    ).toBeGreaterThan(1);
  });

  test("the manager gets the session with its levels, and what came of it as soon as that is known", async () => {
    const summary = () => textOf(office.mia.messages().at(-1)?.card ?? null);
    for (const part of ["BK-1001", "Sam Sharma", "Hana Weber", "10:30", "10:52"])
      expect(summary()).toContain(part);
    await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Reinstalled the VPN profile" });
    expect(summary()).toContain("Fixed");
    expect(summary()).toContain("Reinstalled the VPN profile");
    expect(textOf(newest(office.channel()))).toContain("Resolved");
  });

  test("“not fixed” reopens the ticket for everybody", async () => {
    await office.sam.presses("give-feedback", { fixed: "no", rating: "2", comment: "it dropped again" });
    expect(verbs(newest(office.channel()))).toContain("pick-up");
  });

  test("the trail tells all of it in order, and verifies", async () => {
    const [ticket] = await office.beckon.store.openTicketsOf(samId());
    const trail = await office.beckon.store.trail(ticket?.id ?? never());
    const types = trail.map(({ event }) => event.type);
    expect(types.filter((type) => type === "SessionVerified").length).toBeGreaterThan(9);
    expect(types.filter((type) => type !== "SessionVerified")).toEqual([
      ...["TicketOpened", "TicketClaimed", "ViewAsked", "ConsentGiven", "EscalationAsked", "ConsentGiven"],
      ...[
        "EndWarned",
        "EndWarned",
        "GrantExpired",
        "SessionEnded",
        "TicketResolved",
        "FeedbackGiven",
        "TicketReopened",
      ],
    ]);
    expect(await chainBreak(office.beckon.store, ticket?.id ?? never())).toBeNull();
  });

  test("nothing was logged as a failure, and no log line holds a name or a word of anybody", () => {
    const lines = JSON.stringify(office.log);
    expect(office.log.filter(({ level }) => level === "error" || level === "warn")).toEqual([]);
    for (const secret of ["Sam", "Hana", "vpn", "VPN", "HAL-SALES"]) expect(lines).not.toContain(secret);
  });
});

import { PEOPLE_IDS } from "../../playground/company.ts";
import { personId } from "../../src/domain/ticket/ids.ts";
import { chainBreak } from "../support/evidence.ts";

const samId = () => personId(PEOPLE_IDS.sam);
const hanaId = () => personId(PEOPLE_IDS.hana);

function never(): never {
  throw new Error("there is no such ticket");
}
