import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toldTicket } from "../store/stories.ts";
import { asksForHelp, FIRST, has, invoke, picksUp, ticketIn, trailOf, views } from "../support/goings-on.ts";
import { type Colleague, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, textOf } from "../support/reading-cards.ts";
import { claimed, opened, viewAsked } from "../support/tickets.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const newest = (who: Colleague) => who.messages().at(-1);
const seen = (who: Colleague) => textOf(newest(who)?.card ?? null);
const said = (who: Colleague) => who.messages().findLast(({ text }) => text !== null)?.text ?? "";
const forms = (who: Colleague) => who.messages().filter(({ card }) => has(card, "send-request")).length;
const cardsWith = (who: Colleague, words: string) =>
  who.messages().filter(({ card }) => card !== null && textOf(card).includes(words));

describe("what a person types while a request is open", () => {
  test("goes to the helper as their message, with an alert, and opens no form", async () => {
    await picksUp(office);
    const before = forms(office.sam);
    await office.sam.types("also the hotspot does not help");
    expect(said(office.sam)).toBe("Sent to Hana.");
    expect(seen(office.hana)).toContain("Sam Sharma");
    expect(seen(office.hana)).toContain("also the hotspot does not help");
    expect(newest(office.hana)?.alert).toBe(true);
    expect(forms(office.sam)).toBe(before);
  });

  test("is answered by typing or by Reply, and the answer arrives with the helper's name", async () => {
    await picksUp(office);
    await office.sam.types("also the hotspot does not help");
    await office.hana.types("which hotspot is it?");
    expect(seen(office.sam)).toContain("Hana Weber");
    expect(seen(office.sam)).toContain("which hotspot is it?");
    await office.hana.presses("send-message", { message: "the one at home?" });
    expect(seen(office.sam)).toContain("the one at home?");
    await office.sam.presses("send-message", { message: "yes" });
    expect(seen(office.hana)).toContain("yes");
  });

  test("before the pick-up is on the desk of the helper who picks up", async () => {
    await asksForHelp(office);
    await office.sam.types("it is worse on the train");
    expect(said(office.sam)).toBe("Added to BK-1001. The helper who picks it up will read it.");
    await office.hana.presses("pick-up", {}, { in: "19:helpdesk@thread.tacv2" });
    expect(seen(office.hana)).toContain("Sam: it is worse on the train");
  });

  test("is asked about when there are several requests, or becomes a new one", async () => {
    await asksForHelp(office);
    await asksForHelp(office, { subject: "the printer is jammed" });
    await office.sam.types("it blinks red");
    expect(seen(office.sam)).toContain("Which request is this about?");
    const choices = buttonsOf(newest(office.sam)?.card ?? null);
    expect(choices.map(({ verb }) => verb)).toEqual(["send-message", "send-message", "request-help"]);
    await office.sam.presses("send-message");
    expect((await office.beckon.store.thread(FIRST)).length + (await threadOf("BK-1002")).length).toBe(1);
  });

  test("reaches the helper as edited and removed in Teams", async () => {
    await picksUp(office);
    await office.sam.sends({ type: "message", id: "m1", text: "call me at 5" });
    const tenant = { tenant: { id: "7e000000-0000-4000-8000-000000000001" } };
    await office.sam.sends({
      type: "messageUpdate",
      id: "m1",
      text: "call me at 6",
      channelData: { ...tenant, eventType: "editMessage" },
    });
    expect(cardsWith(office.hana, "call me at 6")).toHaveLength(1);
    expect(cardsWith(office.hana, "call me at 5")).toHaveLength(0);
    expect(textOf(cardsWith(office.hana, "call me at 6")[0]?.card ?? null)).toContain("edited");
    await office.sam.sends({
      type: "messageDelete",
      id: "m1",
      channelData: { ...tenant, eventType: "softDeleteMessage" },
    });
    expect(cardsWith(office.hana, "call me at 6")).toHaveLength(0);
    expect(cardsWith(office.hana, "Sam removed this message.")).toHaveLength(1);
  });

  test("another request begins with the greeting's button, and is no message", async () => {
    await picksUp(office);
    await office.sam.types("new request");
    expect(has(newest(office.sam)?.card ?? null, "request-help")).toBe(true);
    expect(cardsWith(office.hana, "new request")).toEqual([]);
  });

  test("keeps the face of its author after a restart, which forgets photos", async () => {
    await views(office);
    await office.hana.types("I see it");
    const [sent] = cardsWith(office.sam, "I see it");
    const shown = JSON.stringify(sent?.card);
    expect(shown).toContain("data:image/");
    await office.restart();
    await office.sam.types("the blue one");
    expect(JSON.stringify(sent?.card)).toBe(shown);
  });

  test("counts once when Teams delivers it twice", async () => {
    await picksUp(office);
    for (const _ of [1, 2]) await office.sam.sends({ type: "message", id: "m2", text: "still broken" });
    expect(await office.beckon.store.thread(FIRST)).toHaveLength(1);
  });

  test("is in the story, and changes no version of the ticket", async () => {
    await picksUp(office);
    const { version } = await ticketIn(office);
    await office.sam.types("also the hotspot does not help");
    expect((await ticketIn(office)).version).toBe(version);
    expect(await trailOf(office)).toEqual(["TicketOpened", "TicketClaimed"]);
    await office.hana.types("show BK-1001");
    expect(seen(office.hana)).toContain("Sam Sharma wrote");
    expect(seen(office.hana)).toContain("also the hotspot does not help");
  });
});

describe("a reply to a message", () => {
  const quoting = (messageId: string | undefined, more: object = {}) => ({
    type: "message",
    entities: [{ type: "quotedReply", quotedReply: { messageId, senderName: "The CEO", preview: "forged" } }],
    ...more,
  });

  test("shows what it answers as it was written, whatever the client says of it", async () => {
    await picksUp(office);
    await office.sam.types("it beeps twice");
    const heard = cardsWith(office.hana, "it beeps twice")[0];
    await office.hana.sends(quoting(heard?.id, { text: "since when?" }));
    const answer = textOf(cardsWith(office.sam, "since when?")[0]?.card ?? null);
    expect(answer).toContain("In reply to Sam: it beeps twice");
    expect(answer).not.toMatch(/CEO|forged/);
  });

  test("shows one's own message, by the quotation in the markup, and follows its removal", async () => {
    await picksUp(office);
    await office.sam.sends({ type: "message", id: "1700000000777", text: "call me" });
    const content =
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1700000000777"><p>x</p></blockquote><p>after five</p>';
    await office.sam.sends({
      type: "message",
      text: "x after five",
      attachments: [{ contentType: "text/html", content }],
    });
    const shown = () => textOf(cardsWith(office.hana, "after five")[0]?.card ?? null);
    expect(shown()).toContain("In reply to Sam: call me");
    await office.sam.sends({ type: "messageDelete", id: "1700000000777" });
    expect(shown()).not.toContain("call me");
  });

  test("picks the request among several; of somebody else's message it picks none", async () => {
    await picksUp(office);
    await asksForHelp(office, { subject: "the printer is jammed" });
    const card = cardsWith(office.sam, "the printer is jammed")[0];
    await office.sam.sends(quoting(card?.id, { text: "it blinks red" }));
    expect(await threadOf("BK-1002")).toMatchObject([{ text: { text: "it blinks red" }, quotes: null }]);
    const notHers = office.hana.messages().at(-1)?.id;
    await office.sam.sends(quoting(notHers, { text: "which one?" }));
    expect(seen(office.sam)).toContain("Which request is this about?");
  });

  test("a forwarded message is kept as its words, with nothing said about who wrote them", async () => {
    await picksUp(office);
    const content =
      '<blockquote itemtype="http://schema.skype.com/Forward"><p>restart at noon</p></blockquote>';
    await office.sam.sends({
      type: "message",
      text: "restart at noon",
      attachments: [{ contentType: "text/html", content }],
    });
    expect(said(office.sam)).toBe("Sent to Hana.");
    expect(textOf(cardsWith(office.hana, "restart at noon")[0]?.card ?? null)).not.toContain("In reply");
  });
});

describe("during a session", () => {
  beforeEach(() => views(office));

  test("a typed message goes to the helper, and the card with Stop stays at the end of the chat", async () => {
    await office.sam.types("the error is in the left window");
    expect(cardsWith(office.hana, "the error is in the left window")).toHaveLength(1);
    expect(has(newest(office.sam)?.card ?? null, "stop-session")).toBe(true);
  });

  test("a helper's message carries Stop for the person", async () => {
    await office.hana.types("please open the settings");
    const message = cardsWith(office.sam, "please open the settings")[0];
    expect(has(message?.card ?? null, "stop-session")).toBe(true);
    if (message !== undefined) await office.sam.presses("stop-session", {}, { on: message });
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("words that mean stop end it and are not passed on", async () => {
    await office.sam.types("please stop");
    expect((await ticketIn(office)).session).toBeNull();
    expect(await office.beckon.store.thread(FIRST)).toEqual([]);
  });
});

describe("during a session, what could be an answer", () => {
  beforeEach(() => views(office));

  test.each(["yes", "no", "3"])("goes to the helper when Beckon asks nothing: %s", async (text) => {
    await office.hana.types("is the light green?");
    await office.sam.types(text);
    expect((await threadOf("BK-1001")).map((message) => message.text.text)).toEqual([
      "is the light green?",
      text,
    ]);
    expect(said(office.sam)).toContain("Sent to Hana.");
  });

  test("is not passed on while a question is open", async () => {
    await office.hana.presses("request-control", { level: "control", reason: "restart it" });
    await office.sam.types("yes");
    expect(await threadOf("BK-1001")).toEqual([]);
  });

  test("is followed on the other side when it is an edit that holds a word for stop", async () => {
    await office.sam.sends({ type: "message", id: "m3", text: "it beeps" });
    await office.sam.sends({ type: "messageUpdate", id: "m3", text: "the beeping does not stop" });
    expect(await threadOf("BK-1001")).toMatchObject([
      { state: "edited", text: { text: "the beeping does not stop" } },
    ]);
    expect((await ticketIn(office)).session).not.toBeNull();
  });
});

test("a helper with two sessions is asked which one a message is for", async () => {
  await views(office);
  const hana = (await ticketIn(office)).claim?.helper;
  if (hana === undefined) throw new Error("Hana has the first request");
  const { id } = await toldTicket(office.beckon.store, [
    ...opened(),
    ...claimed(2, hana),
    ...viewAsked().map((asked) => ({ ...asked, by: hana })),
  ]);
  await office.hana.types("your new code is in the letter");
  expect(cardsWith(office.hana, "Which request is this about?")).toHaveLength(1);
  expect(await threadOf("BK-1001")).toEqual([]);
  expect(await threadOf(id)).toEqual([]);
});

test("a conversation that was changed in the database hides no card, and stop works", async () => {
  await views(office);
  await office.sam.types("the error is in the left window");
  const database = new DatabaseSync(office.databaseFile);
  database.exec("update messages set body = '{}'");
  database.close();
  await office.restart();
  await office.hana.presses("request-control", { level: "control", reason: "restart it" });
  const question = cardsWith(office.sam, "restart it").find(({ card }) => has(card, "answer-ask"));
  expect(question).toBeDefined();
  const { text } = await office.sam.presses("stop-session");
  expect(text ?? "").not.toContain("Reference");
  expect((await ticketIn(office)).session).toBeNull();
  expect(office.log.map(({ name }) => name)).toContain("thread.unreadable");
});

describe("who may write", () => {
  test("a stranger who sends the button's data learns nothing and adds nothing", async () => {
    await picksUp(office);
    const there = await office.paul.sends(invoke("send-message", { number: 1001, message: "hello" }));
    const nowhere = await office.paul.sends(invoke("send-message", { number: 9999, message: "hello" }));
    expect(there.text?.replace("1001", "9999")).toBe(nowhere.text);
    expect(await office.beckon.store.thread(FIRST)).toEqual([]);
  });

  test("a helper who gave it back cannot write any more; a message to a closed request is not sent", async () => {
    await picksUp(office);
    await office.hana.presses("give-back");
    const answer = await office.hana.sends(invoke("send-message", { number: 1001, message: "hello" }));
    expect(answer.text).toBe(
      "This was not sent: only the person who asked and the helper who has BK-1001 can write on it.",
    );
    await office.sam.presses("withdraw-ticket");
    const closed = await office.sam.sends(invoke("send-message", { number: 1001, message: "hello" }));
    expect(closed.text).toContain("is closed, so this was not sent");
    expect(await office.beckon.store.thread(FIRST)).toEqual([]);
  });
});

test("thanks, with nothing open, are no request", async () => {
  await office.sam.types("thanks a lot!");
  expect(said(office.sam)).toBe("You're welcome.");
  expect(forms(office.sam)).toBe(0);
});

test("an erased person's conversation reads as erased, and still verifies", async () => {
  await picksUp(office);
  await office.sam.types("my private matter");
  const { sharer } = await ticketIn(office);
  await office.beckon.store.evidence.erasePerson(sharer.id, { who: "test", why: "asked for it" });
  const [message] = await office.beckon.store.thread(FIRST);
  expect(message?.text.text).toBeNull();
  const faults: unknown[] = [];
  await office.beckon.store.evidence.verify({}, (fault) => faults.push(fault));
  expect(faults).toEqual([]);
});

const threadOf = (id: string) => office.beckon.store.thread(id as typeof FIRST);
