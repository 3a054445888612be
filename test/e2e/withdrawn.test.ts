import { expect, test } from "vitest";
import { has, invoke, on, picksUp, ticketIn, trailOf } from "../support/goings-on.ts";
import { HELPDESK, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const NOT_INVOLVED = /^Only the person who asked, the helper who has this request, or a lead can do this\./;

test("another helper empties no queue: a request that they do not hold is neither withdrawn nor edited", async () => {
  await using office = await openOffice();
  await picksUp(office);
  const { details } = await ticketIn(office);
  for (const surface of ["ticket-sharer", "ticket-channel", "desk:x"]) {
    const withdrawn = await office.hugo.sends(invoke("withdraw-ticket", on(surface)));
    expect(withdrawn.text).toMatch(NOT_INVOLVED);
    const edit = on(surface, { details: "nothing is wrong", urgency: "low" });
    expect((await office.hugo.sends(invoke("change-request", edit))).text).toMatch(NOT_INVOLVED);
    const holders = await office.hana.sends(invoke("change-request", edit));
    expect(holders.text).toMatch(/^Only Sam Sharma, who asked for help, can do this\./);
  }
  expect(await ticketIn(office)).toMatchObject({ status: "claimed", details, urgency: "normal" });
  expect(await trailOf(office)).not.toContain("TicketAmended");
});

test("a request that its helper withdrew names them everywhere, and comes back", async () => {
  await using office = await openOffice();
  await picksUp(office);
  await office.hana.sends(invoke("withdraw-ticket", on("desk:x")));
  await office.settle();
  const sams = office.sam.messages().find(({ card }) => has(card, "reopen-ticket"))?.card ?? null;
  expect(textOf(sams)).toContain("Withdrawn by Hana Weber at 10:30. Still need help? Reopen it.");
  const channel = office.channel().find(({ card }) => has(card, "reopen-ticket"))?.card ?? null;
  expect(textOf(channel)).toContain("Withdrawn by Hana Weber at 10:30.");

  const hugo = await office.hugo.presses("reopen-ticket", {}, { in: HELPDESK });
  expect(hugo.text).toMatch(/^Only Sam Sharma/);
  await office.hana.presses("reopen-ticket", {}, { in: HELPDESK });
  expect(await ticketIn(office)).toMatchObject({ status: "open", claim: null });
  await office.settle();
  expect(has(office.channel().at(-1)?.card ?? null, "pick-up")).toBe(true);
});
