import { expect, test } from "vitest";
import { DEVICE_IDS } from "../../playground/company.ts";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import {
  asksForHelp,
  asksToView,
  deskText,
  FIRST,
  has,
  invoke,
  on,
  saidNumber,
  ticketIn,
  trailOf,
} from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const SECOND = ticketId("BK-1002");

const says = async (office: Office, more: object = {}) =>
  office.sam.sends(invoke("answer-ask", on("consent:1", { ask: 1, answer: "refuse", ...more })));
const asks = (office: Office, ticket = FIRST) =>
  office.hana.sends(
    invoke("ask-to-view", { ticket, version: 9, surface: "", reason: "please", minutes: "30" }),
  );

test("after a no the helper waits, both are told until when, and then they can ask again", async () => {
  await using office = await openOffice();
  await asksToView(office);
  await says(office);
  expect(deskText(office)).toContain("You can ask again from 10:31");
  expect(textOf(office.sam.messages().find(({ card }) => has(card, "ask-more-help"))?.card ?? null)).toMatch(
    /can't ask again before 10:31/,
  );
  const early = await asks(office);
  expect(early.text).toBe(
    "Your last question to Sam Sharma got no yes. You can ask again from 10:31, or as soon as Sam Sharma presses Ask me again.",
  );
  expect((await ticketIn(office)).asks).toBe(1);
  await office.pass(1);
  await asks(office);
  expect((await ticketIn(office)).asks).toBe(2);
});

test("the sharer ends the wait with a button", async () => {
  await using office = await openOffice();
  await asksToView(office);
  await says(office);
  await office.sam.presses("ask-more-help", {}, { titled: "Ask me again" });
  await asks(office);
  expect((await ticketIn(office)).asks).toBe(2);
});

test("the wait grows, and holds on every request of the two people", async () => {
  await using office = await openOffice();
  await asksToView(office);
  await says(office);
  await office.pass(1);
  await asks(office);
  await office.sam.types("no");
  await asksForHelp(office, { subject: "printer", device: DEVICE_IDS.samPhone });
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  expect((await ticketIn(office, SECOND)).claim?.helper.name.text).toBe("Hana Weber");
  expect((await asks(office, SECOND)).text).toContain("You can ask again from 10:36");
  expect(await trailOf(office, SECOND)).not.toContain("ViewAsked");
});

test("a wrong number counts, and a yes ends the count", async () => {
  await using office = await openOffice();
  await asksToView(office);
  await office.sam.presses("answer-ask", { phrase: "00" }, { titled: "Allow" });
  expect((await asks(office)).text).toContain("You can ask again from 10:31");
  await office.pass(1);
  await asks(office);
  await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
  await office.hana.presses("request-control", { level: "control", reason: "restart it" });
  expect((await ticketIn(office)).asks).toBe(3);
});
