import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { ACTIONS } from "../../src/bot/index.ts";
import { authority } from "../../src/domain/ticket/authority.ts";
import { asksToView, controls, FIRST, invoke, on, picksUp, ticketIn, trailOf } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { choicesOf, textOf } from "../support/reading-cards.ts";

type Who = "sam" | "hana" | "hugo" | "lena" | "paul";
interface Row {
  readonly data: object;
  readonly refused: Partial<Record<Who, RegExp>>;
}

const ONLY_SAM = /^Only Sam Sharma, who asked for help, can do this\./;
const NO_HELPER = /^Only helpers can do this\. Ask your service desk lead/;
const HANA_HAS_IT = /^Hana Weber picked this request up at 10:30\. Ask them, or a lead/;
const NOT_INVOLVED = /^Only the person who asked, the helper who has this request, or a lead can do this\./;
/** Paul has no part in it: the same answer as for a number that nobody has, see no-part.test.ts. */
const NO_SUCH = /^There is no such request\. Type “status” to see yours\.$/;

const NOT_A_SIDE = /^Only the person who asked and the helper who has BK-1001 can do this\.$/;

const sharersAlone = { hana: ONLY_SAM, hugo: ONLY_SAM, lena: ONLY_SAM, paul: NO_SUCH };
const notForOthers = { hugo: HANA_HAS_IT, paul: NO_SUCH };
const notInvolved = { hugo: NOT_INVOLVED, paul: NO_SUCH };
const holdersAlone = { sam: NO_HELPER, lena: HANA_HAS_IT, ...notForOthers };
const holdersOrLeads = { sam: NO_HELPER, ...notForOthers };
const says = (fact: string) => ({ session: 1, fact });

/** Sam shares, Hana holds the ticket and has control. Each row is what the rightful card would send. */
const TABLE: Readonly<Record<string, Row>> = {
  "change-request": {
    data: { details: "mine now", urgency: "low" },
    refused: { hana: ONLY_SAM, lena: ONLY_SAM, ...notInvolved },
  },
  "withdraw-ticket": { data: {}, refused: notInvolved },
  "add-note": { data: { note: "let me in" }, refused: notInvolved },
  "pick-up": {
    // Drawn after her own press, which would otherwise be taken for repeated.
    data: { version: 2 },
    refused: {
      sam: NO_HELPER,
      paul: NO_SUCH,
      hana: /^You picked this request up at 10:30\./,
      hugo: /^Hana Weber picked this request up at 10:30\./,
      lena: /^Hana Weber picked this request up at 10:30\./,
    },
  },
  "show-contact": { data: {}, refused: { hugo: NOT_A_SIDE, lena: NOT_A_SIDE, paul: NO_SUCH } },
  "open-file": {
    data: { entry: 1 },
    refused: { hugo: NOT_A_SIDE, lena: NOT_A_SIDE, paul: NO_SUCH },
  },
  "give-back": { data: {}, refused: holdersAlone },
  "choose-helper": { data: {}, refused: holdersOrLeads },
  "hand-over": { data: { helper: PEOPLE_IDS.hugo, note: "" }, refused: holdersOrLeads },
  "ask-to-view": { data: { reason: "please", minutes: "30" }, refused: holdersAlone },
  "request-control": { data: { level: "elevation", reason: "please" }, refused: holdersAlone },
  "ask-for-time": { data: { reason: "please" }, refused: holdersAlone },
  "cancel-ask": { data: { ask: 3 }, refused: holdersOrLeads },
  "ask-more-help": { data: { level: "elevation" }, refused: sharersAlone },
  "answer-ask": { data: { ask: 3, answer: "allow" }, refused: sharersAlone },
  "step-down": { data: {}, refused: notForOthers },
  "pause-session": { data: {}, refused: notForOthers },
  "resume-session": { data: {}, refused: sharersAlone },
  "stop-session": { data: {}, refused: notForOthers },
  "report-transport": { data: says("helper-says-started"), refused: holdersAlone },
  "resolve-ticket": { data: { outcome: "fixed", done: "nothing" }, refused: holdersOrLeads },
  "give-feedback": { data: { session: 1, fixed: "no", rating: "1", comment: "" }, refused: sharersAlone },
  "reopen-ticket": { data: { reason: "" }, refused: { hana: ONLY_SAM, hugo: ONLY_SAM, paul: NO_SUCH } },
};

/** Refused to everyone but the sharer before anything else is looked at. */
const SHARERS_ALONE = {
  "choose-device": {},
  "change-device": { device: "none" },
  "ask-again": {},
  "disown-request": {},
};
const SHARERS = Object.keys(SHARERS_ALONE);

/** Refused before it is known what would be ordered. */
const CHANGES_NOTHING = ["choose-helper", "show-contact", "open-file", ...SHARERS];

/** Buttons for the presser's own requests and data: everybody may press them. */
const ANYBODYS = ["request-help", "send-request", "show-card", "verify-helper"];
/** About a person, not about a ticket: preflight.test.ts tests who may press it. */
const ABOUT_PEOPLE = ["check-again", "request-for", "open-for", "propose-help"];
/** They change no ticket: conversation.test.ts and verify.test.ts test who may write. */
const MESSAGES = ["send-message", "report-incident"];
/** Each shows only what its presser may see: search.test.ts and repost.test.ts test that. */
const LOOKS = ["show-ticket", "bring-card", "page-search", "page-diary", "page-queue"];

describe("a press by somebody whose button it is not", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
    await controls(office);
    await office.hana.presses("ask-for-time", { reason: "not done yet" });
  });
  afterAll(() => office[Symbol.asyncDispose]());

  test("every button is in the table", () => {
    expect(
      [...Object.keys(TABLE), ...SHARERS, ...ANYBODYS, ...ABOUT_PEOPLE, ...MESSAGES, ...LOOKS].sort(),
    ).toEqual(ACTIONS.map(({ verb }) => verb).sort());
  });

  const sharers = Object.entries(SHARERS_ALONE).map(
    ([verb, data]) => [verb, { data, refused: sharersAlone }] as const,
  );
  const rows = [...Object.entries(TABLE), ...sharers].flatMap(([verb, { data, refused }]) =>
    Object.entries(refused).map(([who, sentence]) => ({ verb, who: who as Who, data, sentence })),
  );

  test.each(rows)("$verb by $who is refused, told why, and kept in the trail", async (row) => {
    const { verb, who, data, sentence } = row;
    const before = await ticketIn(office);
    const answer = await office[who].sends(invoke(verb, on("ticket-channel", data)));
    expect(answer.card).toBeNull();
    expect(answer.text).toMatch(sentence);
    const { version, lastAt, attempts, attemptsRecorded, ...after } = await ticketIn(office);
    expect({
      ...after,
      version: before.version,
      lastAt,
      attempts: before.attempts,
      attemptsRecorded: before.attemptsRecorded,
    }).toEqual(before);
    const added = (await trailOf(office)).slice(before.version);
    const isClaim = verb === "pick-up" && ![NO_HELPER, NO_SUCH].includes(sentence);
    expect(added).toEqual(isClaim || CHANGES_NOTHING.includes(verb) ? [] : ["AttemptRefused"]);
  });

  test("a helper cannot speak for the sharer about the screen, nor the sharer for the helper", async () => {
    const asSharer = await office.hana.sends(
      invoke("report-transport", on("desk", says("sharer-says-ended"))),
    );
    expect(asSharer.text).toMatch(ONLY_SAM);
  });

  test("nobody got more than Sam allowed", async () => {
    const ticket = await ticketIn(office);
    expect(authority(ticket, office.now()).level).toBe("control");
    expect(ticket.claim?.helper.id).toBe(PEOPLE_IDS.hana);
  });
});

describe("what a press shows", () => {
  test("is the presser's own card, whichever card they say they pressed on", async () => {
    await using office = await openOffice();
    await asksToView(office);
    await office.hana.sends(invoke("add-note", on("ticket-channel", { note: "between us helpers" })));
    const deskOfHana = `desk:${PEOPLE_IDS.hana}`;
    const wish = invoke("ask-more-help", on(deskOfHana, { level: "control" }));
    const note = invoke("add-note", on("ticket-sharer", { note: "show me" }));
    const view = invoke("add-note", on("consent:1", { note: "show me that" }));
    for (const [who, press] of [
      ["sam", wish],
      ["lena", note],
      ["lena", view],
    ] as const) {
      const answer = await office[who].sends(press);
      expect(answer).toEqual({ status: 200, card: null, text: "Done." });
    }
    const own = await office.sam.sends(invoke("ask-more-help", on("ticket-sharer", { level: "elevation" })));
    expect(textOf(own.card)).toContain(FIRST);
  });

  test("is the desk again after a look at the form to hand over, and nobody else's", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const form = await office.hana.presses("choose-helper");
    expect(textOf(form.card)).toContain("Who takes it?");
    const desk = await office.hana.presses("show-card");
    expect(textOf(desk.card)).toContain("Waiting for the answer");
    const press = invoke("show-card", on(`desk:${PEOPLE_IDS.hana}`));
    for (const who of ["sam", "hugo", "paul"] as const) {
      expect((await office[who].sends(press)).card).toBeNull();
    }
    const channel = await office.paul.sends(invoke("show-card", on("ticket-channel")));
    expect(channel.card).toBeNull();
  });

  test("is the request on another device, once its owner has chosen one of their own", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const form = await office.sam.presses("choose-device");
    const others = choicesOf(form.card, "device").map(({ value }) => value);
    const back = await office.sam.presses("show-card");
    expect(textOf(back.card)).toContain("A helper has your request");
    const foreign = await office.sam.sends(
      invoke("change-device", on("ticket-sharer", { device: "10000000-0000-4000-8000-00000000ffff" })),
    );
    expect(foreign.text).toMatch(/not among yours/);
    const before = await ticketIn(office);
    const other = others.find((id) => id !== before.device?.id) ?? "none";
    await office.sam.sends(invoke("change-device", on("ticket-sharer", { device: other })));
    const { device } = await ticketIn(office);
    expect(device?.id ?? "none").toBe(other);
  });

  test("is the card of the channel for everybody in it", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const answer = await office.lena.sends(invoke("add-note", on("ticket-channel", { note: "I am here" })));
    expect(textOf(answer.card)).toContain("Hana Weber");
  });

  test("is nothing about a ticket of others to somebody who is no helper", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const answer = await office.paul.sends(invoke("choose-helper", on("x")));
    expect(answer.card).toBeNull();
    await office.paul.types("status");
    await office.paul.types("history");
    expect(JSON.stringify(office.paul.messages())).not.toContain("vpn");
  });
});
