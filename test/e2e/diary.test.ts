import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { personId } from "../../src/domain/ticket/ids.ts";
import { tally } from "../../src/jobs/reports/tally.ts";
import { erase } from "../support/evidence.ts";
import { asksToView, controls, FIRST, saidNumber, views } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const DAY = 24 * 60 * 60_000;

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

async function diary(): Promise<string> {
  await office.sam.types("my devices");
  return textOf(office.sam.messages().at(-1)?.card ?? null);
}

test("a diary says why each level was asked for, as the question said it, and who took it back", async () => {
  await controls(office);
  await office.pass(2);
  await office.sam.presses("step-down", {}, { titled: "Stop control" });
  await office.pass(1);
  await office.hana.presses("stop-session");
  const told = await diary();
  expect(told).toContain("To see your screen: \n“look at the VPN client”");
  expect(told).toContain("For control: \n“restart the service”");
  expect(told).toContain(
    "Control: 24 Nov 2026, 10:30:00 to 10:32:00 CET (2 min, taken back by you)\nView only: 24 Nov 2026, 10:32:00 to 10:33:00 CET (1 min)\nYour helper ended it (Hana Weber), 24 Nov 2026, 10:33:00 CET.",
  );
});

test("receipt, summary, diary and digest count the same: neither a pause nor the view below control", async () => {
  await controls(office);
  await office.pass(2);
  await office.sam.presses("pause-session");
  await office.pass(3);
  await office.sam.presses("resume-session");
  await office.pass(4);
  await office.sam.presses("stop-session");
  const [kept, told] = [
    office.sam
      .messages()
      .map(({ card }) => textOf(card))
      .join("\n"),
    await diary(),
  ];
  const managers = office.mia
    .messages()
    .map(({ card }) => textOf(card))
    .join("\n");
  expect(kept).toContain("10:30 to 10:39 CET (6 min, and 3 min paused)");
  expect(kept).toContain("Control 10:30 to 10:32 (2 min)");
  expect(kept).toContain("View only 10:35 to 10:39 (4 min)");
  expect(managers).toContain("10:30 to 10:39 CET (6 min, and 3 min paused)");
  expect(told).toContain("Control: 24 Nov 2026, 10:30:00 to 10:32:00 CET (2 min, withdrawn with the pause)");
  expect(told).toContain("View only: 24 Nov 2026, 10:35:00 to 10:39:00 CET (4 min)");
  const [session] = await office.beckon.store.sessions(0, office.now());
  const { view, control } = tally({ events: [], sessions: session ? [session] : [] }, null).levels;
  expect([view.length, control.length]).toEqual([4 * 60_000, 2 * 60_000]);
});

test("receipt and diary say how much the two wrote in a session, and where to read it", async () => {
  await views(office);
  await office.sam.types("it is the blue icon");
  await office.hana.types("thank you, I see it");
  await office.sam.sends({ type: "message", id: "m1", text: "one too many" });
  await office.sam.sends({ type: "messageDelete", id: "m1" });
  await office.pass(2);
  await office.sam.presses("stop-session");
  await office.pass(1);
  await office.sam.types("it works again");
  const receipts = office.sam.messages().map(({ card }) => textOf(card));
  const line = "2 messages. Type show BK-1001 to read them.";
  expect(receipts.join("\n")).toContain(line);
  expect(await diary()).toContain(line);
  await office.sam.types("show BK-1001");
  expect(textOf(office.sam.messages().at(-1)?.card ?? null)).toContain("it is the blue icon");
});

test("it names the lead who stopped a session", async () => {
  await views(office);
  await office.pass(1);
  await office.lena.presses("stop-session", {}, { in: HELPDESK });
  expect(await diary()).toContain(
    "A lead of the helpdesk stopped it (Lena Novak), 24 Nov 2026, 10:31:00 CET.",
  );
});

test("it keeps a question that was no yes, with its reason, and names nobody for what the clock did", async () => {
  await asksToView(office);
  await office.pass(6);
  const told = await diary();
  expect(told).toContain("To see your screen (No answer in time, which counts as no): \n“look at the VPN");
  expect(told).toContain("There was no answer in time, which counts as no, 24 Nov 2026, 10:35:00 CET.");
});

test("it holds the newest questions of a session, and is sent however much was written", async () => {
  const hostile = '"\u0001\n'.repeat(66);
  for (let session = 0; session < 3; session++) {
    await views(office);
    for (let ask = 0; ask < 5; ask++) {
      await office.hana.presses("request-control", { level: "control", reason: `${ask}${hostile}` });
      await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
      await office.pass(0.5);
      await office.sam.presses("step-down", {}, { titled: "Stop control" });
    }
    await office.sam.presses("stop-session");
    await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Done." });
  }
  const told = await diary();
  expect(told).toContain("BK-1003");
  expect(told).toContain("For control: \n“4' ' ");
  expect(told).not.toContain("For control: \n“0");
});

test("reasons go with an erasure and after a year, and the rest of the diary stays", async () => {
  await views(office);
  await office.sam.presses("stop-session");
  await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Done." });
  await office.beckon.schedules.runDue();
  office.jump(366 * DAY);
  await office.beckon.schedules.runDue();
  const afterAYear = await diary();
  expect(afterAYear).toContain("To see your screen: \n(erased)");
  expect(afterAYear).toContain("You stopped it, 24 Nov 2026, 10:30:00 CET.");
  expect(afterAYear).not.toContain("look at the VPN client");
});

test("reasons go at once when the person is erased", async () => {
  await views(office);
  await office.sam.presses("stop-session");
  await erase(office.beckon.store, personId(PEOPLE_IDS.sam));
  expect(await diary()).toContain("To see your screen: \n(erased)");
});

test("a record that was tampered with takes nothing else of the diary away", async () => {
  await views(office);
  await office.sam.presses("stop-session");
  const file = new DatabaseSync(office.databaseFile);
  file.exec(`update events set body = replace(body, 'view', 'control') where ticket = '${FIRST}'`);
  file.close();
  await office.restart();
  const told = await diary();
  expect(told).toContain("Why: \ncannot be shown: the record could not be read");
  expect(told).toContain("Hana Weber");
});
