import { describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import type { Json } from "../support/chats.ts";
import { asksForHelp, asksToView, deskText, picksUp, saidNumber, ticketIn } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const mentionsIn = (card: Json | null): unknown =>
  (card as { msteams?: { entities?: unknown } } | null)?.msteams?.entities ?? [];
const cardsOfSam = (office: Office) => office.sam.messages().map(({ card }) => textOf(card));
const questions = (office: Office) => cardsOfSam(office).filter((text) => text.includes("see your screen?"));
const channel = (office: Office) => office.channel().map(({ card }) => textOf(card));
const asks = (office: Office) =>
  office.hana.presses("ask-to-view", { reason: "look at the VPN client", minutes: "30" });
/** What happens to Sam's chat from now on; everything else is well. */
const inSamsChat = (office: Office, status: number | "reset", accepted = false) =>
  office.chats.mishap(({ conversation, method }) =>
    conversation === office.sam.chat && (method === "POST" || !accepted)
      ? { accepted, answer: status }
      : null,
  );

describe("a sharer who removed Beckon", () => {
  test("is shown to the helper as out of reach, with what to do, and the channel asks for them", async () => {
    await using office = await openOffice();
    await picksUp(office);
    inSamsChat(office, 403);
    await asks(office);
    expect(deskText(office)).toContain("The question can't be delivered");
    expect(deskText(office)).toContain(
      "Sam Sharma has removed Beckon, so nothing from here reaches them. Ask them by phone to open it.",
    );
    expect(channel(office).at(-1)).toContain("Sam Sharma, please open Beckon");
  });

  test("has the helper who holds the request mentioned in the channel, when they belong to it", async () => {
    await using office = await openOffice();
    office.chats.join(HELPDESK, PEOPLE_IDS.hana, PEOPLE_IDS.sam);
    await picksUp(office);
    inSamsChat(office, 403);
    await asks(office);
    expect(channel(office).at(-1)).toContain("<at>Hana Weber</at>, you hold this request");
    expect(mentionsIn(office.channel().at(-1)?.card ?? null)).toEqual([
      {
        type: "mention",
        text: "<at>Hana Weber</at>",
        mentioned: { id: PEOPLE_IDS.hana, name: "Hana Weber" },
      },
    ]);
    office.chats.mishap(null);
    await office.sam.types("status");
    const settled = office.channel().find(({ card }) => textOf(card).includes("Settled"));
    expect(mentionsIn(settled?.card ?? null)).toEqual([]);
  });

  test("has nobody mentioned who is not in the channel's team, nor while Teams cannot say", async () => {
    for (const members of [[PEOPLE_IDS.sam], "nobody can say"] as const) {
      await using office = await openOffice();
      if (typeof members === "string") office.chats.join(HELPDESK, "fails");
      else office.chats.join(HELPDESK, ...members);
      await picksUp(office);
      inSamsChat(office, 403);
      await asks(office);
      expect(channel(office).at(-1)).toContain("Sam Sharma, please open Beckon");
      expect(JSON.stringify(office.channel().at(-1)?.card)).not.toContain("<at>");
      expect(mentionsIn(office.channel().at(-1)?.card ?? null)).toEqual([]);
    }
  });

  test("is asked at once when they write again, and everybody's cards say so", async () => {
    await using office = await openOffice();
    await picksUp(office);
    inSamsChat(office, 403);
    await asks(office);
    expect(questions(office)).toHaveLength(0);
    office.chats.mishap(null);
    await office.sam.types("status");
    expect(questions(office)).toHaveLength(1);
    expect(deskText(office)).toContain("Waiting for the answer");
    expect(deskText(office)).not.toContain("has removed Beckon");
    expect(channel(office).join("\n")).toContain("Settled");
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect((await ticketIn(office)).session?.grants).toHaveLength(1);
  });

  test("and has a new chat since finds the cards there", async () => {
    await using office = await openOffice();
    await asksToView(office);
    inSamsChat(office, 403);
    await office.sam.sends({
      type: "message",
      text: "status",
      textFormat: "plain",
      conversation: { id: "a:new-chat-of-sam", conversationType: "personal", tenantId: await tenant(office) },
    });
    await office.hana.presses("cancel-ask");
    const there = office.chats.in("a:new-chat-of-sam").map(({ card }) => textOf(card));
    expect(there.join("\n")).toContain("Question closed");
  });
});

const tenant = async (office: Office) =>
  (await office.beckon.store.posted((await ticketIn(office)).id))[0]?.address.tenantId ?? "";

describe("a question whose post was accepted, though its answer was lost", () => {
  for (const loss of [502, "reset"] as const) {
    test(`(${loss}) is not posted a second time while that is in doubt, and is adopted by a press on it`, async () => {
      await using office = await openOffice();
      await picksUp(office);
      inSamsChat(office, loss, true);
      await asks(office);
      office.chats.mishap(null);
      await office.settle();
      await office.pass(0.1);
      expect(questions(office)).toHaveLength(1);
      const messages = office.sam.messages().length;
      await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
      await office.pass(1);
      expect(questions(office)).toHaveLength(0);
      expect(office.sam.messages()).toHaveLength(messages);
      expect(office.log.filter(({ name }) => name === "surface.posted-again")).toHaveLength(0);
    });
  }

  test("is posted again when nothing shows within 20 seconds that it arrived, and that is logged", async () => {
    await using office = await openOffice();
    await picksUp(office);
    inSamsChat(office, 502);
    await asks(office);
    office.chats.mishap(null);
    await office.pass(0.3);
    expect(questions(office)).toHaveLength(0);
    await office.pass(0.1);
    expect(questions(office)).toHaveLength(1);
    expect(office.log.filter(({ name }) => name === "surface.posted-again")).toHaveLength(1);
  });
});

test("an update of unknown outcome is sent again after a while: a late one cannot leave an old card", async () => {
  await using office = await openOffice();
  await asksForHelp(office);
  const before = structuredClone(office.channel().at(-1)?.card ?? null);
  office.chats.mishap(({ conversation, method }) =>
    conversation === HELPDESK && method === "PUT" ? { accepted: false, answer: 504 } : null,
  );
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  office.chats.mishap(null);
  await office.pass(0.05);
  const card = office.channel().find((message) => textOf(message.card).includes("vpn"));
  if (card === undefined) throw new Error("the channel is empty");
  expect(textOf(card.card)).toContain("Hana Weber");
  // The first update turns up now, after the second.
  card.card = before;
  await office.pass(0.5);
  expect(textOf(card.card)).toContain("Hana Weber");
});

test("a card that is too long for Teams is replaced by a short one that says how to go on", async () => {
  await using office = await openOffice();
  await picksUp(office);
  let refused = 0;
  office.chats.mishap(({ conversation }) => {
    if (conversation !== office.sam.chat || refused > 0) return null;
    refused += 1;
    return 413;
  });
  await asks(office);
  const short = cardsOfSam(office).find((text) => text.includes("too long for Teams")) ?? "";
  expect(short).toContain("Type status");
});

test("a long storm of 429 does not make the next failure wait for minutes", async () => {
  await using office = await openOffice();
  await picksUp(office);
  office.chats.mishap(({ conversation }) =>
    conversation === office.sam.chat ? { accepted: false, answer: 429, retryAfter: 1 } : null,
  );
  await asks(office);
  for (let i = 0; i < 10; i++) await office.pass(0.02);
  inSamsChat(office, 400);
  await office.pass(0.02);
  office.chats.mishap(null);
  await office.pass(0.05);
  expect(questions(office)).toHaveLength(1);
});

test("a chat that Teams throttles is left alone until the time it named", async () => {
  await using office = await openOffice();
  await picksUp(office);
  office.chats.mishap(({ conversation }) =>
    conversation === office.sam.chat ? { accepted: false, answer: 429, retryAfter: 30 } : null,
  );
  await asks(office);
  office.chats.mishap(null);
  await office.pass(0.4);
  expect(questions(office)).toHaveLength(0);
  await office.pass(0.2);
  expect(questions(office)).toHaveLength(1);
});
