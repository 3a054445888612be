import { beforeAll, describe, expect, test } from "vitest";
import { authority } from "../../src/domain/ticket/authority.ts";
import { chainBreak } from "../support/evidence.ts";
import {
  asksToView,
  controls,
  FIRST,
  invoke,
  on,
  saidNumber,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { accented, PSEUDO, speakPseudo } from "../support/pseudo-language.ts";
import { textOf } from "../support/reading-cards.ts";

const answers = (ask: unknown, phrase: string, more: object = {}) =>
  invoke("answer-ask", on(`consent:${ask}`, { ask, answer: "allow", phrase, ...more }));
const shifted = (number: string, zero: number) =>
  String.fromCodePoint(...[...number].map((digit) => zero + Number(digit)));
const level = async (office: Office) => authority(await ticketIn(office), office.now()).level;

describe("a yes", () => {
  test("of the helper with the right number grants nothing, and is recorded as an attempt", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const answer = await office.hana.sends(answers(1, saidNumber(office)));
    expect(answer.text).toContain("Only Sam Sharma");
    expect(await level(office)).toBeNull();
    expect((await trailOf(office)).at(-1)).toBe("AttemptRefused");
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect(await level(office)).toBe("view");
  });

  test("with the number of an earlier question is a no", async () => {
    await using office = await openOffice();
    await views(office);
    const [first] = (await ticketIn(office)).session?.asks ?? [];
    await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
    const old = first?.phrase?.code ?? "";
    const wrong = old === saidNumber(office) ? "00" : old;
    await office.sam.sends(answers(2, wrong));
    expect(await level(office)).toBe("view");
    const asks = (await ticketIn(office)).session?.asks ?? [];
    expect(asks.map(({ answer }) => answer?.outcome)).toEqual(["allowed", "wrong-phrase"]);
  });

  test.each([
    {},
    { phrase: "" },
    { phrase: null },
    { phrase: "forty" },
    { phrase: " \u200b" },
    { phrase: "4,7" },
  ])("with %j for a number asks for the number", async (data) => {
    await using office = await openOffice();
    await asksToView(office);
    const { version } = await ticketIn(office);
    const yes = on("consent:1", { ask: 1, answer: "allow", ...data });
    const { text } = await office.sam.sends(invoke("answer-ask", yes));
    expect(text).toMatch(/^Type the two digits that your helper gives you/);
    expect((await ticketIn(office)).version).toBe(version);
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect(await level(office)).toBe("view");
  });

  test.each([
    ["full-width digits", (number: string) => shifted(number, 0xff10)],
    ["Arabic digits", (number: string) => shifted(number, 0x0660)],
    ["Devanagari digits and marks", (number: string) => `\u200f${shifted(number, 0x0966)}\u200b`],
    ["spaces around and between", (number: string) => `  ${number[0]}\u00a0${number[1]} `],
    ["a number instead of a text", Number],
  ])("counts with the number in %s", async (_, written) => {
    await using office = await openOffice();
    await asksToView(office);
    await office.sam.presses("answer-ask", { phrase: written(saidNumber(office)) }, { titled: "Allow" });
    expect(await level(office)).toBe("view");
  });

  test("with a wrong number in other digits is a no", async () => {
    await using office = await openOffice();
    await asksToView(office);
    await office.sam.presses("answer-ask", { phrase: "٠٠" }, { titled: "Allow" });
    expect((await ticketIn(office)).past.map(({ cause }) => cause)).toEqual(["wrong-phrase"]);
  });

  test("counts on a card of the time when three numbers were offered", async () => {
    await using office = await openOffice();
    await asksToView(office);
    await office.sam.sends(answers(1, saidNumber(office), { short: "false", language: "en" }));
    expect(await level(office)).toBe("view");
  });

  test("to a question that was answered, or never asked, changes nothing", async () => {
    await using office = await openOffice();
    await views(office);
    const { version } = await ticketIn(office);
    const number = saidNumber(office);
    expect((await office.sam.sends(answers(1, number, { version: 99 }))).text).toMatch(/already answered/);
    expect((await office.sam.sends(answers(2, number))).text).toMatch(/question does not exist/);
    expect((await office.sam.sends(answers(0, number))).text).toMatch(/question does not exist/);
    expect((await ticketIn(office)).version).toBe(version);
  });

  test("to a question that was taken back says so", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const number = saidNumber(office);
    await office.hana.presses("cancel-ask");
    expect((await office.sam.sends(answers(1, number))).text).toMatch(/was canceled/);
    expect(await level(office)).toBeNull();
  });

  test("counts in the last millisecond before the question lapses", async () => {
    await using office = await openOffice();
    await asksToView(office);
    office.jump(5 * 60_000 - 1);
    await office.sam.sends(answers(1, saidNumber(office)));
    expect(await level(office)).toBe("view");
  });

  test("in the millisecond in which it lapses is too late, though nobody had noticed the lapse", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const number = saidNumber(office);
    office.jump(5 * 60_000);
    expect((await office.sam.sends(answers(1, number))).text).toMatch(
      /^That question expired at 10:35\. The helper can ask again\.$/,
    );
    expect(await level(office)).toBeNull();
    expect((await trailOf(office)).slice(-2)).toEqual(["AskLapsed", "SessionEnded"]);
    expect(textOf(office.sam.messages().at(-1)?.card ?? null)).not.toContain("Your answer is needed");
  });

  test("for control never gives more than what was asked, nor for longer", async () => {
    await using office = await openOffice();
    await views(office);
    await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
    const forged = answers(2, saidNumber(office), { level: "elevation", length: 9e9 });
    expect((await office.sam.sends(forged)).text).toMatch(/could not read what this button sent/);
    await office.sam.sends(answers(2, saidNumber(office)));
    const { level, until } = authority(await ticketIn(office), office.now());
    expect([level, (until ?? 0) - office.now()]).toEqual(["control", 15 * 60_000]);
  });
});

describe("a stop", () => {
  const yes = (office: Office) => office.sam.sends(answers(1, saidNumber(office)));
  const stop = (office: Office, version = 1) =>
    office.sam.sends(invoke("stop-session", on("live:1", { version })));

  test("before the yes makes the yes too late", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const number = saidNumber(office);
    await office.sam.types("stop");
    expect((await office.sam.sends(answers(1, number))).text).toMatch(/was canceled|already answered/);
    expect(await level(office)).toBeNull();
  });

  test("after the yes ends what the yes allowed", async () => {
    await using office = await openOffice();
    await asksToView(office);
    await yes(office);
    await stop(office);
    expect(await level(office)).toBeNull();
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("ended-by-sharer");
  });

  test("wins over a yes at the same time, however often they race", async () => {
    await using office = await openOffice();
    await asksToView(office);
    for (let round = 1; round <= 12; round++) {
      const answer = answers(round, saidNumber(office), { version: round });
      const both = [() => office.sam.sends(answer), () => stop(office, round)];
      await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((press) => press()));
      expect(await level(office)).toBeNull();
      const ticket = await ticketIn(office);
      expect([ticket.session, ticket.past.length]).toEqual([null, round]);
      // A stop while the question was open makes the helper wait; a stop after the yes does not.
      await office.sam.sends(invoke("ask-more-help", on("ticket-sharer", { level: "view" })));
      await office.hana.presses("ask-to-view", { reason: `once more ${round}`, minutes: "30" });
    }
    expect(await chainBreak(office.beckon.store, (await ticketIn(office)).id)).toBeNull();
  });

  test("ends the session that runs now, though the card belongs to an earlier one and was pressed before", async () => {
    await using office = await openOffice();
    await views(office);
    const old = structuredClone(office.sam.messages().at(-1));
    await office.sam.presses("stop-session");
    await office.hana.presses("ask-to-view", { reason: "once more", minutes: "30" });
    await office.sam.sends(answers(2, saidNumber(office)));
    expect(await level(office)).toBe("view");
    await office.sam.presses("stop-session", {}, old && { on: old });
    expect(await level(office)).toBeNull();
  });

  test("of control alone takes back a later control too, from a card that was pressed before", async () => {
    await using office = await openOffice();
    await controls(office);
    const stepDown = invoke("step-down", on("live:1", { version: 4 }));
    await office.sam.sends(stepDown);
    expect(await level(office)).toBe("view");
    await office.hana.presses("request-control", { level: "control", reason: "once more" });
    await office.sam.sends(answers(3, saidNumber(office)));
    expect(await level(office)).toBe("control");
    await office.sam.sends(stepDown);
    expect(await level(office)).toBe("view");
  });

  test("that is delivered again is one stop and shows the same card", async () => {
    await using office = await openOffice();
    await controls(office);
    const first = await stop(office);
    const again = await stop(office);
    expect(again).toEqual(first);
    expect((await trailOf(office)).filter((type) => type === "SessionEnded")).toHaveLength(1);
  });
});

describe("the language of a consent", () => {
  beforeAll(speakPseudo);
  const consentIn = async (office: Office) =>
    (await office.beckon.store.trail(FIRST)).find(({ event }) => event.type === "ConsentGiven")?.event;

  test("is the one that the answered card was in", async () => {
    await using office = await openOffice();
    await office.sam.types(`language ${PSEUDO}`);
    await asksToView(office);
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: accented("Allow") });
    expect(await consentIn(office)).toMatchObject({ language: PSEUDO, wording: "2026-11" });
  });

  test("is English on a card from before languages, and never one that Beckon does not speak", async () => {
    await using office = await openOffice();
    await asksToView(office);
    await office.sam.sends(answers(1, saidNumber(office), { language: "tlh" }));
    expect(await consentIn(office)).toBeUndefined();
    await office.sam.sends(answers(1, saidNumber(office)));
    expect(await consentIn(office)).toMatchObject({ language: "en" });
  });
});
