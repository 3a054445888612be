import { describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import type { Shown } from "../support/chats.ts";
import {
  asksForHelp,
  asksToView,
  controls,
  has,
  on,
  picksUp,
  saidNumber,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

/** Messages in somebody's chat with that button. */
const withButton = (who: Colleague, verb: string) => who.messages().filter(({ card }) => has(card, verb));
const newest = (who: Colleague) => who.messages().at(-1)?.card ?? null;

/** As somebody does who scrolled away from a card: types status and presses the button of the first row. */
async function wantsCard(who: Colleague) {
  await who.types("status");
  return who.presses("bring-card");
}

describe("somebody who scrolled away from their card", () => {
  test("gets the card of their request at the end of the chat, and the old message has no buttons", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    const [old] = withButton(office.sam, "withdraw-ticket");
    const { text } = await wantsCard(office.sam);
    expect(text).toBe("BK-1001: its card comes at the end of this chat.");
    expect(withButton(office.sam, "withdraw-ticket")).toHaveLength(1);
    expect(has(newest(office.sam), "withdraw-ticket")).toBe(true);
    expect(textOf(old?.card ?? null)).toContain("This card has been replaced");
    expect(office.sam.messages().at(-1)?.alert).toBe(false);
    await office.sam.presses("withdraw-ticket");
    expect(await trailOf(office)).toContain("TicketWithdrawn");
  });

  test("gets the question that waits for them, and can answer it there", async () => {
    await using office = await openOffice();
    await asksToView(office);
    await wantsCard(office.sam);
    expect(has(newest(office.sam), "answer-ask")).toBe(true);
    expect(withButton(office.sam, "answer-ask")).toHaveLength(1);
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect((await ticketIn(office)).session?.grants).toHaveLength(1);
  });

  test("gets the card of the running session with the way out, and the question of the moment after it", async () => {
    await using office = await openOffice();
    await views(office);
    await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
    await wantsCard(office.sam);
    const [live, question] = office.sam.messages().slice(-2);
    expect([has(live?.card ?? null, "stop-session"), has(question?.card ?? null, "answer-ask")]).toEqual([
      true,
      true,
    ]);
    expect(withButton(office.sam, "answer-ask")).toHaveLength(1);
    await office.sam.presses("stop-session", {}, { on: live as Shown });
    expect((await ticketIn(office)).session).toBeNull();
    expect(withButton(office.sam, "stop-session")).toHaveLength(0);
  });

  test("has one live card however often they ask for it", async () => {
    await using office = await openOffice();
    await controls(office);
    for (let i = 0; i < 3; i++) await wantsCard(office.sam);
    expect(withButton(office.sam, "pause-session")).toHaveLength(1);
    expect(has(newest(office.sam), "stop-session")).toBe(true);
  });

  test("and holds the ticket gets the desk, which goes on being true", async () => {
    await using office = await openOffice();
    await picksUp(office);
    await wantsCard(office.hana);
    expect(withButton(office.hana, "give-back")).toHaveLength(1);
    expect(has(newest(office.hana), "give-back")).toBe(true);
    await office.hana.presses("ask-to-view", { reason: "look at the VPN client", minutes: "30" });
    await office.sam.presses("answer-ask", {}, { titled: "Not now" });
    expect(textOf(newest(office.hana))).toContain("not now");
  });

  test("gets it though the connector fails in between, and never two", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    await office.sam.types("status");
    for (const failing of ["PUT", "POST"]) {
      office.chats.mishap(({ conversation, method }) =>
        conversation === office.sam.chat && method === failing ? 429 : null,
      );
      await office.sam.presses("bring-card");
      expect(withButton(office.sam, "withdraw-ticket").length).toBeLessThanOrEqual(1);
      office.chats.mishap(null);
      await office.pass(1);
      expect(withButton(office.sam, "withdraw-ticket")).toHaveLength(1);
      expect(has(newest(office.sam), "withdraw-ticket")).toBe(true);
    }
  });

  test("gets it when the process died right after the press", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    await office.sam.types("status");
    office.chats.mishap(() => 500);
    await office.sam.presses("bring-card");
    await office.restart();
    office.chats.mishap(null);
    await office.pass(1);
    expect(has(newest(office.sam), "withdraw-ticket")).toBe(true);
    expect(withButton(office.sam, "withdraw-ticket")).toHaveLength(1);
  });

  test("is told nothing of a ticket that is not theirs, and nobody's cards move", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const before = office.sam.messages().length;
    const press = (number: number) =>
      office.paul.sends({
        type: "invoke",
        name: "adaptiveCard/action",
        replyToId: "1600000000000",
        value: {
          action: { type: "Action.Execute", verb: "bring-card", data: { number } },
          trigger: "manual",
        },
      });
    const [theirs, none] = [await press(1001), await press(4711)];
    expect(theirs.text).toBe(none.text);
    expect(office.sam.messages()).toHaveLength(before);
  });
});

/** A post was accepted though the connector said 502, and so it was posted again: the first is in the chat too. */
async function twoQuestions(office: Office): Promise<readonly [Shown, Shown]> {
  await picksUp(office);
  office.chats.mishap(({ conversation, method }) =>
    conversation === office.sam.chat && method === "POST" ? { accepted: true, answer: 502 } : null,
  );
  await office.hana.presses("ask-to-view", { reason: "look at the VPN client", minutes: "30" });
  office.chats.mishap(null);
  await office.pass(0.5);
  const [stray, kept] = withButton(office.sam, "answer-ask");
  if (stray === undefined || kept === undefined) throw new Error("there are no two of it");
  return [stray, kept];
}

describe("a card of which there are two, because nobody knew that the first had arrived", () => {
  test("counts a press on either; the one that is not kept says so and has no buttons any more", async () => {
    await using office = await openOffice();
    const [stray, kept] = await twoQuestions(office);
    const phrase = saidNumber(office);
    const { card } = await office.sam.presses("answer-ask", { phrase }, { titled: "Allow", on: stray });
    expect(textOf(card)).toContain("What you pressed was done.");
    expect((await ticketIn(office)).session?.grants).toHaveLength(1);
    await expect.poll(() => textOf(stray.card)).toContain("This card has been replaced");
    expect(stray.updates).toBe(1);
    expect(has(kept.card, "stop-session")).toBe(true);
    expect(withButton(office.sam, "pause-session")).toEqual([kept]);
  });

  test("says why a press was refused, and the stray one still loses its buttons", async () => {
    await using office = await openOffice();
    const [stray] = await twoQuestions(office);
    await office.hana.presses("cancel-ask");
    const { text } = await office.sam.presses("answer-ask", { phrase: "00" }, { titled: "Allow", on: stray });
    expect(text).toBeTruthy();
    await expect.poll(() => has(stray.card, "answer-ask")).toBe(false);
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("is no second card in the channel: everybody sees the notice there", async () => {
    await using office = await openOffice();
    office.chats.mishap(({ conversation, method }) =>
      conversation === HELPDESK && method === "POST" ? { accepted: true, answer: 502 } : null,
    );
    await asksForHelp(office);
    office.chats.mishap(null);
    await office.pass(0.5);
    const [stray, kept] = office.channel().filter(({ card }) => has(card, "pick-up"));
    await office.hana.presses("pick-up", {}, { in: HELPDESK, on: stray as Shown });
    expect((await ticketIn(office)).claim?.helper.id).toBe(PEOPLE_IDS.hana);
    await expect.poll(() => textOf(stray?.card ?? null)).toContain("This card has been replaced");
    expect(textOf(kept?.card ?? null)).toContain("Picked up by Hana Weber");
  });

  test("does not lose a message whose name is of another kind", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    const { card } = await office.sam.sends({
      type: "invoke",
      name: "adaptiveCard/action",
      replyToId: "1:unlike-the-others",
      value: {
        action: { type: "Action.Execute", verb: "withdraw-ticket", data: on("ticket-sharer") },
        trigger: "manual",
      },
    });
    expect(textOf(card)).toContain("ithdrawn");
  });
});

test("a request that is picked up again after a reopening has its desk at the end of the chat, and no old form", async () => {
  await using office = await openOffice();
  await views(office);
  await office.sam.presses("stop-session");
  await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Done." });
  await office.pass(1);
  await office.sam.presses("reopen-ticket");
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  await office.settle();
  const last = office.hana.messages().at(-1)?.card ?? null;
  expect(has(last, "give-back")).toBe(true);
  expect(has(last, "ask-to-view")).toBe(true);
  const forms = office.hana.messages().filter(({ card }) => has(card, "resolve-ticket"));
  expect(forms.map(({ card }) => has(card, "give-back"))).toEqual([true]);
});

describe("a helper who gets a request back from another one", () => {
  test("is alerted by the desk at the end of the chat, and its earlier message has no buttons", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const desk = (who: Colleague) => withButton(who, "give-back").at(-1);
    const first = desk(office.hana);
    await office.hana.presses("choose-helper");
    await office.hana.presses("hand-over", { helper: PEOPLE_IDS.hugo, note: "" });
    expect(desk(office.hugo)?.alert).toBe(true);
    await office.pass(1);
    await office.hugo.presses("choose-helper");
    await office.hugo.presses("hand-over", { helper: PEOPLE_IDS.hana, note: "" });
    const second = desk(office.hana);
    expect(second?.id).not.toBe(first?.id);
    expect(second?.alert).toBe(true);
    expect(has(first?.card ?? null, "give-back")).toBe(false);
  });
});
