import { describe, expect, test } from "vitest";
import {
  asksForHelp,
  asksToView,
  FIRST,
  has,
  picksUp,
  saidNumber,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, textOf } from "../support/reading-cards.ts";

const inOrder = (office: Office) => office.channel().filter(({ card }) => textOf(card).includes(FIRST));

/** Long after every back-off, so that whatever could be done was done. */
async function calmsDown(office: Office): Promise<void> {
  office.chats.mishap(null);
  for (let round = 0; round < 4; round++) await office.pass(1);
}

/** What every chat has to show of the ticket when Teams is well again. */
async function expectCardsToBeTrue(office: Office): Promise<void> {
  const { version } = await ticketIn(office);
  const all = [...office.sam.messages(), ...office.hana.messages(), ...office.channel()];
  const drawnFrom = all.flatMap(({ card }) => buttonsOf(card)).map(({ data }) => data.version);
  for (const drawn of drawnFrom.filter((each) => each !== undefined)) expect(drawn).toBe(version);
  expect(inOrder(office)).toHaveLength(1);
}

describe.each([
  ["answers 429", 429],
  ["answers 412", 412],
  ["answers 500", 500],
  ["answers 502", 502],
  ["hangs up", "reset"],
] as const)("while the connector %s", (_, mishap) => {
  test("what is done is done, is shown to who did it, and every card catches up", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    office.chats.mishap(() => mishap);
    const pickedUp = await office.hana.presses("pick-up", {}, { in: HELPDESK });
    expect(textOf(pickedUp.card)).toContain("Picked up by Hana Weber");
    await calmsDown(office);
    await expectCardsToBeTrue(office);
    expect(office.hana.messages().some(({ card }) => has(card, "ask-to-view"))).toBe(true);
    expect(await trailOf(office)).toEqual(["TicketOpened", "TicketClaimed"]);
  });

  test("a stop stops, by button and by word, and every card catches up", async () => {
    await using office = await openOffice();
    await views(office);
    office.chats.mishap(() => mishap);
    const { card } = await office.sam.presses("stop-session");
    expect(has(card, "stop-session")).toBe(false);
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("ended-by-sharer");
    await calmsDown(office);
    expect(office.sam.messages().some((message) => has(message.card, "stop-session"))).toBe(false);
    await office.hana.presses("ask-to-view", { reason: "once more", minutes: "10" });
    office.chats.mishap(() => mishap);
    await office.sam.types("stop");
    expect((await ticketIn(office)).session).toBeNull();
    await calmsDown(office);
    await expectCardsToBeTrue(office);
  });
});

describe("a message that somebody deleted", () => {
  test("is posted again when its content changes", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    const [card] = inOrder(office);
    if (card !== undefined) office.chats.remove(card);
    await office.hana.types("status");
    await office.hugo.sends({ type: "message", text: "hi" });
    await office.sam.presses("withdraw-ticket");
    expect(inOrder(office)).toHaveLength(1);
    expect(textOf(inOrder(office)[0]?.card ?? null)).toMatch(/withdrawn/i);
  });
});

describe("a person who blocked Beckon", () => {
  test("is noted, is not written to again, and gets their cards once they write", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const { chat } = office.sam;
    let tries = 0;
    office.chats.mishap(({ conversation, method }) => {
      if (conversation !== chat) return null;
      if (method === "POST") tries += 1;
      return 403;
    });
    await office.hana.presses("ask-to-view", { reason: "look", minutes: "30" });
    const contact = await office.beckon.store.contact((await ticketIn(office)).sharer.id);
    expect(contact?.blocked).not.toBeNull();
    const afterwards = tries;
    await office.hana.presses("add-note", { note: "cannot reach them" });
    await office.pass(1);
    expect(tries).toBe(afterwards);
    office.chats.mishap(null);
    await office.sam.types("status");
    await office.pass(3);
    expect(office.sam.messages().some(({ card }) => has(card, "answer-ask"))).toBe(true);
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect((await ticketIn(office)).session?.grants).toHaveLength(1);
  });
});

describe("one chat that fails", () => {
  test("keeps no other chat waiting", async () => {
    await using office = await openOffice();
    await picksUp(office);
    office.chats.mishap(({ conversation }) => (conversation === HELPDESK ? 500 : null));
    await office.hana.presses("ask-to-view", { reason: "look", minutes: "30" });
    expect(office.sam.messages().some(({ card }) => has(card, "answer-ask"))).toBe(true);
    await calmsDown(office);
    await expectCardsToBeTrue(office);
  });

  test("lets no question be answered twice nor a deadline be missed", async () => {
    await using office = await openOffice();
    await asksToView(office);
    office.chats.mishap(() => 500);
    await office.pass(6);
    expect((await trailOf(office)).slice(-2)).toEqual(["AskLapsed", "SessionEnded"]);
    await calmsDown(office);
    expect(office.sam.messages().some(({ card }) => has(card, "answer-ask"))).toBe(false);
  });
});
