import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GROUP_IDS } from "../../playground/company.ts";
import { asksForHelp, controls, FIRST, invoke, picksUp, saidNumber, views } from "../support/goings-on.ts";
import { type Colleague, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

/** What somebody is answered to what they type. */
async function typed(who: Colleague, text: string): Promise<string> {
  await who.types(text);
  const message = who.messages().at(-1);
  return message?.card == null ? (message?.text ?? "") : textOf(message.card);
}
const NO_SUCH = "There is no such request.";

describe("a typed find", () => {
  test("lists what fits and may be seen, with who has it", async () => {
    await picksUp(office);
    expect(await typed(office.hana, "find vpn helper:hana")).toMatch(
      /Requests by “vpn helper:hana”\nmy vpn keeps dropping\nSam Sharma with Hana Weber\nBK-1001 · since 10:30/,
    );
    expect(await typed(office.mia, "find vpn")).toContain("No matches");
    expect(await typed(office.hana, "find")).toContain("Type find and a number");
  });

  test("says who helped, once it is closed, to those who may find it", async () => {
    await picksUp(office);
    await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Done." });
    for (const who of [office.lena, office.sam, office.hana]) {
      expect(await typed(who, "find vpn")).toContain("Sam Sharma, helped by Hana Weber");
    }
    expect(await typed(office.hugo, "find vpn")).toContain("No matches");
  });

  test("shows each of them in full, and pages to the older ones and back", async () => {
    for (let i = 0; i < 9; i++) await asksForHelp(office, { subject: `vpn ${i}` });
    expect(await typed(office.lena, "find vpn")).toContain("vpn 8");
    const older = await office.lena.presses("page-search", {}, { titled: "Older" });
    expect(textOf(older.card)).toContain("vpn 0");
    expect(textOf(older.card)).not.toContain("vpn 1");
    const newest = await office.lena.presses("page-search", {}, { titled: "Newest" });
    expect(textOf(newest.card)).toContain("vpn 8");
    const story = await office.lena.presses("show-ticket");
    expect(textOf(story.card)).toContain("BK-1009");
  });

  test("pages with the rights of who presses, whatever the card says", async () => {
    await asksForHelp(office);
    const page = invoke("page-search", { question: "vpn", before: 5000 });
    expect(textOf((await office.mia.sends(page)).card)).toContain("No matches");
    expect(textOf((await office.lena.sends(page)).card)).toContain("my vpn keeps dropping");
  });

  test.each([
    [{ question: "x".repeat(301), before: 1 }],
    [{ question: "vpn", before: -1 }],
    [{ question: "vpn", before: 1, person: "lena" }],
  ])("does not page by what was put into the card: %j", async (data) => {
    const answered = await office.lena.sends(invoke("page-search", data));
    expect(answered).toMatchObject({ status: 200, card: null });
  });
});

describe("a typed history", () => {
  test("of a person lists what the reader may see of theirs", async () => {
    await picksUp(office);
    expect(await typed(office.lena, "history Sam Sharma")).toContain("my vpn keeps dropping");
    expect(await typed(office.hana, "history of sam")).toContain("my vpn keeps dropping");
    expect(await typed(office.hugo, "history sam")).toContain("No matches");
    expect(await typed(office.mia, 'history "sam"')).toContain("No matches");
  });

  test("of a number is its story, and alone one's own requests", async () => {
    await picksUp(office);
    expect(await typed(office.sam, "history 1001")).toContain("Hana Weber picked it up");
    expect(await typed(office.sam, "history")).toContain("Your requests");
  });
});

describe("a typed show", () => {
  test("tells the whole story in words and in order", async () => {
    await controls(office);
    await office.pass(2);
    await office.sam.presses("stop-session");
    await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Restarted the service." });
    const said = await typed(office.sam, "show bk-1001");
    const order = [
      "Sam Sharma asked for help",
      "Hana Weber picked it up",
      "Hana Weber asked to see the screen for 30 min",
      "Sam Sharma approved viewing until",
      "Hana Weber asked for control for 15 min",
      "Sam Sharma approved control until",
      "Access withdrawn 10:32",
      "Hana Weber closed it: fixed",
      "Restarted the service.",
    ].map((line) => said.indexOf(line));
    expect(order).not.toContain(-1);
    expect(order.toSorted((one, other) => one - other)).toEqual(order);
  });

  test("tells a long story in parts, the newest first", async () => {
    await picksUp(office);
    for (let i = 0; i < 12; i++) await office.hana.presses("add-note", { note: `Note ${i}.` });
    const newest = await typed(office.hana, "show 1001");
    expect(newest).toMatch(/Note 2\.(.|\n)*Note 11\.(.|\n)*Part 2 of 2/);
    expect(newest).not.toContain("asked for help");
    const earlier = await office.hana.presses("show-ticket", {}, { titled: "Earlier" });
    expect(textOf(earlier.card)).toMatch(/asked for help(.|\n)*Note 1\.(.|\n)*Part 1 of 2/);
    const later = await office.hana.presses("show-ticket", {}, { titled: "Later" });
    expect(textOf(later.card)).toContain("Note 11.");
  });

  test("tells the sharer nothing of what helpers note for one another", async () => {
    await picksUp(office);
    await office.hana.presses("add-note", { note: "Second time this week." });
    expect(await typed(office.sam, "show 1001")).not.toContain("Second time");
    expect(await typed(office.hana, "show 1001")).toContain("Second time this week.");
  });

  test("tells an auditor what happened, and nothing that anybody wrote", async () => {
    await using audited = await openOffice({ AUDITORS_GROUP_ID: GROUP_IDS.salesPeople });
    await views(audited);
    const story = await typed(audited.paul, "show BK-1001");
    expect(story).toContain("Sam Sharma approved viewing until");
    expect(story).not.toMatch(/vpn|since the update|HAL-/i);
  });

  test("tells everybody else the same as of a ticket that does not exist", async () => {
    await picksUp(office);
    for (const who of [office.hugo, office.mia]) expect(await typed(who, `show ${FIRST}`)).toContain(NO_SUCH);
    expect(await typed(office.lena, "show BK-4242")).toContain(NO_SUCH);
    expect(await typed(office.lena, "show")).toContain("Type show and its number");
  });
});

describe("my devices", () => {
  test("lists every session with exact times, levels and why it ended", async () => {
    await views(office);
    await office.pass(3);
    await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    await office.pass(3);
    await office.sam.presses("stop-session");
    const diary = await typed(office.sam, "my devices");
    expect(diary).toContain("Every session on your devices");
    expect(diary).toContain("Hana Weber");
    expect(diary).toMatch(/BK-1001 · Asked 24 Nov 2026, 10:30:00 CET/);
    expect(diary).toMatch(/View only: 24 Nov 2026, 10:30:00 to 10:33:00 CET \(3 min\)/);
    expect(diary).toMatch(/Control: 24 Nov 2026, 10:33:00 to 10:36:00 CET/);
    expect(diary).toContain("You stopped it, 24 Nov 2026, 10:36:00 CET.");
    expect(await typed(office.sam, "my data")).toBe(diary);
  });

  test("is one's own: a helper finds nothing of those whom they helped", async () => {
    await views(office);
    expect(await typed(office.hana, "my devices")).toContain("Your screen has never been asked for.");
    const stolen = invoke("page-diary", { towards: "older", askedAt: 9e15, number: 9999, session: 9 });
    expect(textOf((await office.hana.sends(stolen)).card)).toContain("Your screen has never been asked for.");
  });

  test("pages through all of it, and needs no Graph", async () => {
    for (let i = 0; i < 6; i++) {
      await views(office);
      await office.pass(1);
      await office.sam.presses("stop-session");
      await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Done." });
    }
    office.graph.faults.set({ unavailable: true });
    expect(await typed(office.sam, "devices")).toContain("BK-1006");
    const older = await office.sam.presses("page-diary", {}, { titled: "Older" });
    expect(textOf(older.card)).toMatch(/BK-1003(.|\n)*BK-1001/);
    expect(textOf(older.card)).not.toContain("BK-1004");
    const newer = await office.sam.presses("page-diary", {}, { titled: "Newer" });
    expect(textOf(newer.card)).toContain("BK-1006");
  });
});
