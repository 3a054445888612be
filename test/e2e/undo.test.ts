import { describe, expect, test } from "vitest";
import { asksForHelp, has, invoke, on, picksUp, ticketIn, trailOf, views } from "../support/goings-on.ts";
import { type Colleague, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const requestCard = (who: Colleague) =>
  who.messages().find(({ card }) => has(card, "ask-again") || has(card, "change-request"))?.card ?? null;

describe("somebody who withdrew their request", () => {
  test("undoes it on the same card, which says until when", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    await office.sam.presses("withdraw-ticket");
    expect(textOf(requestCard(office.sam))).toContain(
      "You withdrew it at 10:30. You can undo that until 10:30 (Tue 1 Dec).",
    );
    await office.sam.presses("reopen-ticket", {}, { titled: "Undo" });
    expect((await ticketIn(office)).status).toBe("open");
    expect(textOf(requestCard(office.sam))).toContain("Waiting for a helper");
    expect(has(office.channel().at(-1)?.card ?? null, "pick-up")).toBe(true);
  });

  test("gets the request back, and nobody gets a right back", async () => {
    await using office = await openOffice();
    await views(office);
    // While it runs the card has no such button; an older copy of it may.
    await office.sam.sends(invoke("withdraw-ticket", on("ticket-sharer")));
    expect((await ticketIn(office)).past).toHaveLength(1);
    await office.sam.presses("reopen-ticket", {}, { titled: "Undo" });
    const { session, claim, status } = await ticketIn(office);
    expect([session, claim, status]).toEqual([null, null, "open"]);
  });

  test("can do so again after withdrawing again, also after a restart", async () => {
    await using office = await openOffice();
    await picksUp(office);
    for (let i = 0; i < 2; i++) {
      await office.pass(1);
      await office.sam.presses("withdraw-ticket");
      await office.restart();
      await office.sam.presses("reopen-ticket", {}, { titled: "Undo" });
    }
    const told = (await trailOf(office)).filter((type) => /TicketWithdrawn|TicketReopened/.test(type));
    expect(told).toHaveLength(4);
  });

  test("is told when the time for it is over, and can ask again", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    await office.sam.presses("withdraw-ticket");
    office.jump(8 * 24 * 60 * 60_000);
    const { text } = await office.sam.presses("reopen-ticket", {}, { titled: "Undo" });
    expect(text).not.toBeNull();
    expect((await ticketIn(office)).status).toBe("withdrawn");
    expect(has(requestCard(office.sam), "reopen-ticket")).toBe(false);
    expect(has(requestCard(office.sam), "ask-again")).toBe(true);
  });
});
