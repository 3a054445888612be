import { expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { asksForHelp, FIRST, invoke, on, picksUp, ticketIn, views } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";

const NOBODY = "e0000000-0000-4000-8000-0000000000e1";
const UNKNOWN =
  /its directory does not know this account\. .* ask an identity administrator to check it in Entra\./;

/** Graph answers 404 under the person's id from now on. */
const deleted = (office: Office, who: "sam" | "hana" | "hugo") =>
  void office.graph.editPerson(PEOPLE_IDS[who], { id: NOBODY });

test("somebody whom the directory does not know opens no request", async () => {
  await using office = await openOffice();
  await office.sam.types("my vpn keeps dropping");
  deleted(office, "sam");
  const answer = await office.sam.presses("send-request", { subject: "x", device: "none", urgency: "low" });
  expect(answer.text).toMatch(UNKNOWN);
  expect(await office.beckon.store.read(FIRST)).toBeNull();
});

test("a helper whom the directory does not know picks nothing up, and nothing is handed over to them", async () => {
  await using office = await openOffice();
  await asksForHelp(office);
  deleted(office, "hugo");
  expect((await office.hugo.presses("pick-up", {}, { in: HELPDESK })).text).toMatch(UNKNOWN);
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  await office.hana.sends(invoke("hand-over", on("desk", { helper: PEOPLE_IDS.hugo, note: "" })));
  expect((await ticketIn(office)).claim?.helper.id).toBe(PEOPLE_IDS.hana);
});

test("a person whom the directory does not know any more is asked nothing, and can still take everything back", async () => {
  await using office = await openOffice();
  await picksUp(office);
  deleted(office, "sam");
  const { text } = await office.hana.presses("ask-to-view", { reason: "look", minutes: "10" });
  expect(text).toMatch(/^The directory does not know Sam Sharma any more, .* ask an identity administrator/);
  expect((await ticketIn(office)).session).toBeNull();
  await office.sam.presses("withdraw-ticket");
  expect((await ticketIn(office)).status).toBe("withdrawn");
});

test("in a session both can stop after the directory has lost them", async () => {
  for (const who of ["sam", "hana"] as const) {
    await using office = await openOffice();
    await views(office);
    deleted(office, who);
    await office[who].types("stop");
    expect((await ticketIn(office)).session).toBeNull();
  }
});
