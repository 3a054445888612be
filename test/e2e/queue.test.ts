import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { actsIn } from "../support/acts.ts";
import type { Shown } from "../support/chats.ts";
import { asksForHelp, FIRST, invoke, ticketIn, views } from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, choicesOf, textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const newest = (who: Colleague) => who.messages().at(-1);
const queueOf = async (who: Colleague) => {
  await who.types("queue");
  return newest(who)?.card ?? null;
};
const verbs = (card: Parameters<typeof buttonsOf>[0]) => buttonsOf(card).map(({ verb }) => verb);

describe("the queue", () => {
  test("shows a helper what waits, and a pick-up from it shows what is left", async () => {
    await asksForHelp(office);
    const card = await queueOf(office.hana);
    expect(textOf(card)).toContain("1 waiting, the oldest since");
    expect(textOf(card)).toContain("my vpn keeps dropping");
    const { card: after } = await office.hana.presses("pick-up");
    expect((await ticketIn(office)).claim?.helper.name.text).toBe("Hana Weber");
    expect(textOf(after)).toContain("Nobody is waiting · 1 in progress");
    expect(textOf(after)).toContain("Yours");
    expect(verbs(after)).toContain("bring-card");
  });

  test("lets a lead stop a live session, and another helper not", async () => {
    await views(office);
    expect(verbs(await queueOf(office.hugo))).not.toContain("stop-session");
    await queueOf(office.lena);
    await office.lena.presses("stop-session", {}, { titled: "Stop session" });
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("says that a stop from it was done, also while Graph cannot tell who may see the queue", async () => {
    await views(office);
    await queueOf(office.hana);
    office.graph.faults.set({ unavailable: true });
    const { text } = await office.hana.presses("stop-session", {}, { titled: "Stop session" });
    expect((await ticketIn(office)).session).toBeNull();
    expect(text).toBe("What you pressed was done.");
  });

  test("lets a lead give a waiting request to a helper, who is alerted", async () => {
    await asksForHelp(office);
    await queueOf(office.lena);
    const { card: form } = await office.lena.presses("choose-helper");
    const hugo = choicesOf(form, "helper").find(({ title }) => title.startsWith("Hugo"));
    const { card: after } = await office.lena.presses("hand-over", { helper: hugo?.value, note: "" });
    expect((await ticketIn(office)).claim?.helper.name.text).toContain("Hugo");
    expect(textOf(after)).toContain("Nobody is waiting · 1 in progress");
    expect(office.hugo.messages().at(-1)?.alert).toBe(true);
  });

  test("sends the form to a lead's own chat when they reassign in the channel", async () => {
    await asksForHelp(office);
    const answer = await office.lena.presses("choose-helper", {}, { in: HELPDESK });
    expect(answer.text).toContain("its card is in your own chat with me");
    expect(verbs(newest(office.lena)?.card ?? null)).toContain("hand-over");
  });

  test("is not for a person without a role, and says nothing about anybody", async () => {
    await asksForHelp(office);
    await office.paul.types("queue");
    expect(newest(office.paul)?.text).toBe(
      "The queue is for helpers and leads. Type status for your own requests.",
    );
    const { text } = await office.paul.sends(invoke("page-queue", { skip: 0 }));
    expect(text).toContain("for helpers and leads");
  });

  test("has pages of seven", async () => {
    for (let i = 0; i < 9; i++) await asksForHelp(office, { subject: `request ${i}` });
    const first = await queueOf(office.hana);
    expect(verbs(first).filter((verb) => verb === "pick-up")).toHaveLength(7);
    const { card: second } = await office.hana.presses("page-queue", {}, { titled: "Next" });
    expect(verbs(second).filter((verb) => verb === "pick-up")).toHaveLength(2);
    expect(textOf(second)).toContain("request 8");
  });

  test("is recorded as a read about the people in it", async () => {
    await asksForHelp(office);
    await queueOf(office.hana);
    const acts = (await actsIn(office.beckon.store)).filter(({ act }) => act?.what === "search");
    expect(acts.map(({ act }) => [act?.about.split(",")[0], act?.why])).toEqual([
      [FIRST, "find in Teams, as helper"],
    ]);
  });
});

describe("the board in the helpdesk channel", () => {
  const boards = () => office.channel().filter(({ card }) => textOf(card).startsWith("Helpdesk queue"));

  test("is edited in place, and moved to the end of the channel when somebody asks for it", async () => {
    await office.beckon.board.update();
    expect(boards()).toHaveLength(0);
    await asksForHelp(office);
    await office.beckon.board.update();
    expect(textOf(boards()[0]?.card ?? null)).toContain("1 waiting, the oldest since");
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    await office.beckon.board.update();
    expect(boards().map(({ card }) => textOf(card))).toEqual([
      expect.stringContaining("Nobody is waiting · 1 in progress"),
    ]);
    await office.beckon.board.bring();
    expect(office.channel().at(-1)).toEqual(boards().at(-1));
    expect(boards()).toHaveLength(1);
  });

  test("opens the queue in the helper's own chat, and names nobody itself", async () => {
    await asksForHelp(office);
    await office.beckon.board.update();
    expect(textOf(boards()[0]?.card ?? null)).not.toContain("Sam");
    const { text } = await office.hana.presses("page-queue", {}, { in: HELPDESK });
    expect(text).toContain("our personal chat");
    expect(textOf(newest(office.hana)?.card ?? null)).toContain("my vpn keeps dropping");
  });
});

describe("status", () => {
  test("tells a lead and a helper what waits, though they have nothing open themselves", async () => {
    await asksForHelp(office, { urgency: "urgent" });
    for (const who of [office.lena, office.hana]) {
      await who.types("status");
      const said = who
        .messages()
        .map(({ text, card }) => text ?? textOf(card))
        .join("\n");
      expect(said).toContain("1 waiting, 1 urgent, the oldest since");
      expect(said).toContain("Type queue to see it.");
      expect(said).not.toContain("I will find somebody");
    }
  });
});

describe("what can be done where somebody looks", () => {
  const rowsFound = async (who: Colleague) => {
    await who.types("find vpn");
    return newest(who)?.card ?? null;
  };

  test("a helper picks up from what was found, and reads the story then", async () => {
    await asksForHelp(office);
    expect(verbs(await rowsFound(office.hana))).toContain("pick-up");
    const { card } = await office.hana.presses("pick-up", {}, { on: newest(office.hana) as Shown });
    expect((await ticketIn(office)).claim?.helper.name.text).toBe("Hana Weber");
    expect(textOf(card)).toContain("In progress");
    expect(verbs(card)).not.toContain("pick-up");
  });

  test("a helper picks up from the story", async () => {
    await asksForHelp(office);
    await office.hana.types("show 1001");
    await office.hana.presses("pick-up", {}, { on: newest(office.hana) as Shown });
    expect((await ticketIn(office)).claim?.helper.name.text).toBe("Hana Weber");
  });

  test("a person reopens from their story, and a lead from what was found", async () => {
    await asksForHelp(office);
    await office.sam.presses("withdraw-ticket");
    await office.sam.types("show 1001");
    const { card } = await office.sam.presses("reopen-ticket", {}, { on: newest(office.sam) as Shown });
    expect((await ticketIn(office)).status).toBe("open");
    expect(verbs(card)).not.toContain("reopen-ticket");
    await office.sam.presses("withdraw-ticket");
    expect(verbs(await rowsFound(office.lena))).toContain("reopen-ticket");
    await office.lena.presses("reopen-ticket", {}, { on: newest(office.lena) as Shown });
    expect((await ticketIn(office)).status).toBe("open");
  });

  test("nobody is offered what is not theirs to do", async () => {
    await asksForHelp(office);
    await office.sam.presses("withdraw-ticket");
    for (const typed of ["find vpn", "show 1001"]) {
      await office.hana.types(typed);
      expect(verbs(newest(office.hana)?.card ?? null)).not.toContain("reopen-ticket");
    }
    await office.sam.presses("reopen-ticket", {}, { titled: "Undo" });
    await office.sam.types("show 1001");
    expect(verbs(newest(office.sam)?.card ?? null)).not.toContain("pick-up");
  });

  test("Back leads from the list of helpers to the queue or the story that it was opened from", async () => {
    await asksForHelp(office);
    for (const [typed, sees] of [
      ["queue", "1 waiting"],
      ["show 1001", "Sam Sharma"],
    ] as const) {
      await office.lena.types(typed);
      const list = newest(office.lena) as Shown;
      await office.lena.presses("choose-helper", {}, { on: list });
      const { card } = await office.lena.presses("show-card", {}, { on: list });
      expect(textOf(card)).toContain(sees);
    }
  });
});
