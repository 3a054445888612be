import { describe, expect, test } from "vitest";
import { chainBreak } from "../support/evidence.ts";
import {
  asksForHelp,
  asksToView,
  controls,
  FIRST,
  has,
  invoke,
  on,
  picksUp,
  saidNumber,
  startTwin,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, textOf } from "../support/reading-cards.ts";

const count = (trail: readonly string[], type: string) => trail.filter((each) => each === type).length;
const numbersOf = (office: Office) => office.channel().map(({ card }) => textOf(card).split("\n")[0]);

describe("a press that comes twice", () => {
  test("under the same activity id is one press with the same answer", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const press = { id: "f:77", ...invoke("add-note", on("ticket-channel", { note: "cable is fine" })) };
    expect(await office.hana.sends(press)).toEqual(await office.hana.sends(press));
    expect((await ticketIn(office)).notes).toHaveLength(1);
  });

  test("under a new activity id, at once or later, is one press", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const press = invoke("add-note", on("ticket-channel", { note: "cable is fine" }));
    await Promise.all(Array.from({ length: 6 }, () => office.hana.sends(press)));
    await office.pass(1);
    await office.hana.sends(press);
    expect((await ticketIn(office)).notes).toHaveLength(1);
  });

  test("from two people is two presses", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const press = invoke("add-note", on("ticket-channel", { note: "cable is fine" }));
    await Promise.all([office.hana.sends(press), office.lena.sends(press)]);
    expect((await ticketIn(office)).notes).toHaveLength(2);
  });

  test("on Pause is one pause until somebody resumed, and then it pauses again, from the same old card", async () => {
    await using office = await openOffice();
    await views(office);
    const { version } = await ticketIn(office);
    const pause = invoke("pause-session", on("live:1", { version }));
    const isPaused = async () => (await ticketIn(office)).session?.pausedBy !== null;
    await office.sam.sends(pause);
    await office.sam.sends(pause);
    expect(count(await trailOf(office), "SessionPaused")).toBe(1);
    await office.sam.sends(invoke("resume-session", on("live:1", { version: version + 1 })));
    expect(await isPaused()).toBe(false);
    await office.sam.sends(pause);
    expect(await isPaused()).toBe(true);
  });

  test("with the form is one ticket with one card, also when the text was changed in between", async () => {
    await using office = await openOffice();
    await office.sam.types("my vpn keeps dropping");
    const form = office.sam.messages().at(-1);
    const sent = buttonsOf(form?.card ?? null).find(({ verb }) => verb === "send-request")?.data ?? {};
    const filled = { ...sent, subject: "vpn", device: "none", urgency: "normal", details: "" };
    const press = (change: object) =>
      office.sam.sends(invoke("send-request", { ...filled, ...change }, { replyToId: form?.id }));
    const answers = await Promise.all([press({}), press({}), press({ subject: "vpn!" })]);
    const later = await press({ details: "since Monday" });
    const numbers = [...answers, later].map(({ card }) => /BK-\d+/.exec(textOf(card))?.[0]);
    expect(new Set(numbers).size).toBe(1);
    expect(office.channel().filter(({ card }) => card !== null)).toHaveLength(1);
    expect(await office.beckon.store.ticketsOf((await ticketIn(office)).sharer.id, 10)).toHaveLength(1);
  });
});

describe("a press on an old card", () => {
  test("after the end of everything names what is so, for each button of the session", async () => {
    await using office = await openOffice();
    await views(office);
    await office.sam.types("stop");
    await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "new profile" });
    const { version } = await ticketIn(office);
    const late = (verb: string, data: object = {}) => invoke(verb, on("ticket-channel", data));
    const noSession = /^There is no session now/;
    const closed = /^This request is closed\. Type “help” to open a new one\.$/;
    for (const [who, press, answer] of [
      ["sam", late("stop-session"), noSession],
      ["sam", late("step-down"), noSession],
      ["sam", late("pause-session"), noSession],
      ["sam", late("resume-session"), noSession],
      ["sam", late("withdraw-ticket"), closed],
      ["sam", late("ask-more-help", { level: "control" }), closed],
      ["sam", late("change-request", { details: "", urgency: "low" }), closed],
      ["sam", late("answer-ask", { ask: 1, answer: "allow", phrase: "11" }), /already answered/],
      ["hana", late("ask-to-view", { reason: "again", minutes: "5" }), closed],
      ["hana", late("request-control", { level: "control", reason: "again" }), closed],
      ["hana", late("ask-for-time", { reason: "again" }), closed],
      ["hana", late("give-back"), closed],
      ["hana", late("resolve-ticket", { outcome: "fixed", done: "again" }), closed],
      ["hana", { ...late("choose-helper") }, closed],
      ["hugo", invoke("pick-up", on("ticket-channel", { version: 2 })), closed],
    ] as const) {
      const { text } = await office[who].sends(press);
      expect(text).toMatch(answer);
    }
    expect((await ticketIn(office)).version).toBe(version);
  });

  test("whose ticket went to somebody else says who has it", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const desk = structuredClone(office.hana.messages().at(-1));
    await office.hana.presses("give-back");
    await office.hugo.presses("pick-up", {}, { in: HELPDESK });
    const late = await office.hana.presses(
      "ask-to-view",
      { reason: "x", minutes: "5" },
      desk && { on: desk },
    );
    expect(late.text).toBe(
      "Hugo Martin picked this request up at 10:30. Ask them, or a lead, to hand it over.",
    );
    expect((await trailOf(office)).at(-1)).toBe("AttemptRefused");
  });
});

describe("two at once", () => {
  test("who pick up: one has it, the other is told who, in one process", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    const press = () => invoke("pick-up", on("ticket-channel"));
    const answers = await Promise.all(
      [office.hana, office.hugo, office.lena].map((who) => who.sends(press())),
    );
    expect(answers.filter(({ card }) => card !== null)).toHaveLength(1);
    expect(count(await trailOf(office), "TicketClaimed")).toBe(1);
    const told = answers.filter(({ text }) => text !== null).map(({ text }) => text);
    expect(told.join("\n")).toMatch(/^(\w+ \w+ picked this request up at 10:30\.\n?){2}$/);
  });

  test("processes on one file: one pickup wins, and no card is posted twice", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    const twin = await startTwin(office);
    try {
      const post = (url: string, who: "hana" | "hugo") =>
        office[who].sends(invoke("pick-up", on("ticket-channel")), url);
      await Promise.all([post(twin.url, "hana"), post(office.beckon.url, "hugo")]);
      for (let round = 0; round < 3; round++) {
        await Promise.all([office.beckon.delivery.runDue(), twin.delivery.runDue()]);
      }
      expect(count(await trailOf(office), "TicketClaimed")).toBe(1);
      expect(numbersOf(office).filter((number) => number === FIRST)).toHaveLength(1);
      const desks = [...office.hana.messages(), ...office.hugo.messages()].filter(({ card }) =>
        textOf(card).includes(FIRST),
      );
      expect(desks).toHaveLength(1);
    } finally {
      await twin.stop();
    }
  });

  test("processes on one file: a deadline that both see acts once", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const twin = await startTwin(office);
    try {
      office.jump(6 * 60_000);
      await Promise.all([office.beckon.delivery.runDue(), twin.delivery.runDue()]);
      await Promise.all([office.beckon.delivery.runDue(), twin.delivery.runDue()]);
      expect(count(await trailOf(office), "AskLapsed")).toBe(1);
      expect(count(await trailOf(office), "SessionEnded")).toBe(1);
    } finally {
      await twin.stop();
    }
  });
});

describe("a restart", () => {
  test("in the middle loses nothing: the question can still be answered", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const number = saidNumber(office);
    expect(has(office.sam.messages().at(-1)?.card ?? null, "answer-ask")).toBe(true);
    await office.restart();
    await office.sam.presses("answer-ask", { phrase: number }, { titled: "Allow" });
    expect((await ticketIn(office)).session?.grants).toHaveLength(1);
  });

  test("after all deadlines have passed lets each act once, and ends the session when nobody could vouch for it any more", async () => {
    await using office = await openOffice();
    await views(office);
    const consentedAt = office.now();
    const cards = office.sam.messages().length;
    office.jump(3 * 60 * 60_000);
    await office.restart();
    await office.settle();
    await office.settle();
    const trail = await trailOf(office);
    expect([count(trail, "SessionEnded"), count(trail, "EndWarned")]).toEqual([1, 0]);
    expect((await ticketIn(office)).past.at(-1)).toMatchObject({
      cause: "eligibility-lost",
      endedAt: consentedAt + 12 * 60_000,
    });
    expect(office.sam.messages().length).toBe(cards + 1);
    await office.restart();
    await office.settle();
    expect(await trailOf(office)).toEqual(trail);
    expect(office.sam.messages().length).toBe(cards + 1);
  });
});

describe("a clock that jumps back an hour", () => {
  test("gives nothing, because nobody knows until when; stops count as ever", async () => {
    await using office = await openOffice();
    await asksToView(office);
    office.jump(-60 * 60_000);
    await office.settle();
    const allow = { phrase: saidNumber(office) };
    const answered = await office.sam.presses("answer-ask", allow, { titled: "Allow" });
    expect(answered.text ?? textOf(answered.card)).toMatch(/clock that was ahead.*Try again after 10:30/);
    expect((await ticketIn(office)).session?.grants).toEqual([]);
    await office.sam.types("stop");
    expect((await ticketIn(office)).session).toBeNull();
    expect(await chainBreak(office.beckon.store, FIRST)).toBeNull();
    expect(office.log.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("ends a session at the next start, which would go on for an hour too long", async () => {
    await using office = await openOffice();
    await controls(office);
    office.jump(-60 * 60_000);
    await office.restart();
    await office.settle();
    const { session, past } = await ticketIn(office);
    expect(session).toBeNull();
    expect(past.at(-1)).toMatchObject({ cause: "clock-in-doubt", endedBy: null });
    expect(office.log.filter(({ name }) => name === "clock.session-ended")).toHaveLength(1);
    const shown = office.sam.messages().map(({ card }) => textOf(card));
    expect(shown.join("\n")).toContain("Beckon's clock was wrong");
    expect(await chainBreak(office.beckon.store, FIRST)).toBeNull();
    office.jump(61 * 60_000);
    await office.hana.presses("ask-to-view", { reason: "once more", minutes: "30" });
    expect((await ticketIn(office)).session).not.toBeNull();
  });

  test("ends it in a process that lives on as well", async () => {
    await using office = await openOffice();
    await views(office);
    office.jump(-60 * 60_000);
    await office.beckon.clockWatch.look();
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("clock-in-doubt");
    await office.beckon.clockWatch.look();
    expect(office.log.filter(({ name }) => name === "clock.session-ended")).toHaveLength(1);
  });

  test("by a few seconds, as clocks do, ends nothing", async () => {
    await using office = await openOffice();
    await views(office);
    office.jump(-20_000);
    await office.restart();
    await office.hana.presses("request-control", { level: "control", reason: "restart it" });
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect((await ticketIn(office)).session?.grants).toHaveLength(2);
  });

  test("does not bring a lapsed question back", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const number = saidNumber(office);
    await office.pass(6);
    office.jump(-60 * 60_000);
    const late = invoke("answer-ask", on("consent:1", { ask: 1, answer: "allow", phrase: number }));
    expect((await office.sam.sends(late)).text).toMatch(/expired/);
    expect((await ticketIn(office)).session).toBeNull();
  });
});
