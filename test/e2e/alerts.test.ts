import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ALERTS, type AlertEvent } from "../../src/cards/alerts.ts";
import {
  asksForHelp,
  asksToView,
  controls,
  deskText,
  invoke,
  on,
  picksUp,
  saidNumber,
  ticketIn,
  views,
} from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { choicesOf, textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

type Name = "sam" | "hana" | "hugo" | "lena";
const EVERYBODY = ["sam", "hana", "hugo", "lena"] as const;

const alertsOf = (who: Colleague) => who.messages().filter(({ alert, card }) => alert && card !== null);
const saysOf = (who: Colleague) => alertsOf(who).map(({ card }) => textOf(card));

/** Who was alerted of what an act has brought about, once the moment before it is long enough past. */
async function newsOf(act: () => Promise<unknown>): Promise<Partial<Record<Name, string[]>>> {
  await office.pass(2);
  const before = new Map(EVERYBODY.map((name) => [name, alertsOf(office[name]).length]));
  await act();
  await office.settle();
  const news = EVERYBODY.map((name) => [name, saysOf(office[name]).slice(before.get(name))] as const);
  return Object.fromEntries(news.filter(([, said]) => said.length > 0));
}

const pickUp = () => office.hana.presses("pick-up", {}, { in: HELPDESK });
const answer = (titled: string, phrase = saidNumber(office)) =>
  office.sam.presses("answer-ask", { phrase }, { titled });
const otherNumber = () => String(((Number(saidNumber(office)) - 10 + 1) % 90) + 10);

/** A helper has no button for it, and the right. */
const helperPauses = async () =>
  office.hana.sends(invoke("pause-session", on("desk", { version: (await ticketIn(office)).version })));

async function handOver(from: Colleague, to: string): Promise<void> {
  const isLead = from === office.lena;
  const { card } = await from.presses("choose-helper", {}, isLead ? { in: HELPDESK } : {});
  const form = card ?? from.messages().at(-1)?.card ?? null;
  const helper = choicesOf(form, "helper").find(({ title }) => title.startsWith(to))?.value;
  await from.presses("hand-over", { helper, note: "" });
}

const resolve = (who: Colleague) =>
  who.presses("resolve-ticket", { outcome: "fixed", done: "restarted the service" });

async function resolved(): Promise<void> {
  await picksUp(office);
  await resolve(office.hana);
}

type Row = readonly [
  event: AlertEvent,
  how: string,
  before: () => Promise<unknown>,
  act: () => Promise<unknown>,
  alerted: Partial<Record<Name, string>>,
];

const ROWS: readonly Row[] = [
  [
    "opened-for",
    "for somebody who called",
    () => office.hana.types("request for Sam Sharma: VPN drops"),
    () => office.hana.presses("open-for", { subject: "VPN drops", device: "none" }),
    { sam: "Hana Weber opened this for you" },
  ],
  ["picked-up", "", () => asksForHelp(office), pickUp, { sam: "Hana Weber picked up your request" }],
  [
    "given-back",
    "",
    () => picksUp(office),
    () => office.hana.presses("give-back"),
    { sam: "Hana gave your request back" },
  ],
  [
    "claim-lapsed",
    "",
    async () => {
      await picksUp(office);
      await office.pass(7);
    },
    () => office.pass(2),
    { sam: "Your request is back in the queue", hana: "Back in the queue" },
  ],
  [
    "handed-over",
    "by the holder",
    () => picksUp(office),
    () => handOver(office.hana, "Hugo"),
    { sam: "Hugo Martin has your request now", hugo: "Ready to help" },
  ],
  [
    "handed-over",
    "by a lead",
    () => picksUp(office),
    () => handOver(office.lena, "Hugo"),
    {
      sam: "Hugo Martin has your request now",
      hugo: "Ready to help",
      hana: "Lena handed the request to Hugo Martin",
      lena: "Queue", // What she sees next, as she pressed in it.
    },
  ],
  [
    "withdrawn",
    "",
    () => picksUp(office),
    () => office.sam.presses("withdraw-ticket"),
    { hana: "Sam withdrew the request" },
  ],
  [
    "withdrawn",
    "after it was given back",
    async () => {
      await picksUp(office);
      await office.hana.presses("give-back");
    },
    () => office.sam.presses("withdraw-ticket"),
    {},
  ],
  [
    "resolved",
    "without a session",
    () => picksUp(office),
    () => resolve(office.hana),
    { sam: "Your receipt" },
  ],
  [
    "resolved",
    "after a session",
    async () => {
      await views(office);
      await office.sam.presses("stop-session");
    },
    () => resolve(office.hana),
    { sam: "Hana resolved the request" },
  ],
  ["resolved", "in a session", () => views(office), () => resolve(office.hana), { sam: "Your receipt" }],
  [
    "reopened",
    "",
    resolved,
    () => office.sam.presses("reopen-ticket", { reason: "it is back" }),
    { hana: "Sam reopened the request" },
  ],
  [
    "message",
    "to the helper",
    () => picksUp(office),
    () => office.sam.types("also the hotspot"),
    { hana: "also the hotspot" },
  ],
  [
    "message",
    "to the person",
    () => picksUp(office),
    () => office.hana.types("which hotspot?"),
    { sam: "which hotspot?" },
  ],
  [
    "asked",
    "",
    () => picksUp(office),
    () => office.hana.presses("ask-to-view", { reason: "look", minutes: "30" }),
    { sam: "May Hana Weber see your screen?" },
  ],
  ["allowed", "", () => asksToView(office), () => answer("Allow"), { hana: "Sam said yes to viewing" }],
  ["refused", "", () => asksToView(office), () => answer("Not now"), { hana: "Sam said not now" }],
  [
    "wrong-number",
    "",
    () => asksToView(office),
    () => answer("Allow", otherNumber()),
    { hana: "Sam entered a wrong number, so nothing was shared" },
  ],
  ["lapsed", "", () => asksToView(office), () => office.pass(4), { hana: "Sam didn't answer in time" }],
  [
    "offered",
    "",
    () => views(office),
    () => office.sam.presses("ask-more-help"),
    { hana: "Sam offers control" },
  ],
  [
    "paused",
    "by the person",
    () => views(office),
    () => office.sam.presses("pause-session"),
    { hana: "Sam paused the session" },
  ],
  ["paused", "by the helper", () => views(office), () => helperPauses(), { sam: "Hana paused the session" }],
  [
    "resumed",
    "",
    async () => {
      await views(office);
      await helperPauses();
    },
    () => office.sam.presses("resume-session"),
    { hana: "Sam resumed the session" },
  ],
  [
    "level-over",
    "",
    () => controls(office),
    () => office.sam.presses("step-down"),
    { hana: "Control is over" },
  ],
  ["ends-soon", "", () => views(office), () => office.pass(23.5), { sam: "5 min left", hana: "5 min left" }],
  [
    "stopped",
    "by the person",
    () => views(office),
    () => office.sam.presses("stop-session"),
    { hana: "Your session with Sam Sharma is over" },
  ],
  [
    "stopped",
    "by the helper",
    () => views(office),
    () => office.hana.presses("stop-session"),
    { sam: "Your session with Hana Weber is over" },
  ],
];

describe("who is alerted, and nobody else", () => {
  test.each(ROWS)("of %s %s", async (_event, _how, before, act, alerted) => {
    await before();
    const news = await newsOf(act);
    const expected = Object.entries(alerted).map(([name, said]) => [name, [expect.stringContaining(said)]]);
    expect(news).toEqual(Object.fromEntries(expected));
  });
});

test("every event of the table is tried here, in waiting.test.ts, files.test.ts or in ticket-cards.test.ts", () => {
  const tried = new Set<string>(ROWS.map(([event]) => event));
  const elsewhere = [
    "waiting",
    "leads-called",
    "claim-ending",
    "answer-due",
    "undelivered",
    "blocked",
    "session-over",
  ];
  expect(Object.keys(ALERTS).filter((event) => !tried.has(event))).toEqual(elsewhere);
});

test("a lead who reassigns a request to themselves took it over", async () => {
  await picksUp(office);
  await handOver(office.lena, "Lena");
  const [heading] = office.hana
    .messages()
    .flatMap(({ card }) => (card === null ? [] : textOf(card)))
    .slice(-1);
  expect(heading).toContain("Lena Novak took over the request");
});

describe("a burst", () => {
  test("is one message that says the newest", async () => {
    await views(office);
    const news = await newsOf(async () => {
      await office.sam.presses("pause-session");
      await office.sam.presses("resume-session");
      await office.sam.presses("pause-session");
    });
    expect(news).toEqual({ hana: [expect.stringContaining("Sam paused the session")] });
    expect(alertsOf(office.hana).at(-1)?.updates).toBeGreaterThan(0);
  });

  test("that is over before it could be sent is not sent", async () => {
    await asksForHelp(office);
    const news = await newsOf(async () => {
      office.chats.mishap(({ conversation }) => (conversation === office.sam.chat ? 503 : null));
      await pickUp();
      await office.pass(2);
      await office.hana.presses("give-back");
      office.chats.mishap(null);
      await office.pass(6);
    });
    expect(news.sam).toEqual([expect.stringContaining("Hana gave your request back")]);
  });

  test("of messages alerts once", async () => {
    await picksUp(office);
    const news = await newsOf(async () => {
      for (const word of ["one", "two", "three"]) await office.sam.types(word);
    });
    expect(news.hana).toHaveLength(1);
    expect(deskText(office)).not.toBe("");
  });

  test("never swallows what is urgent", async () => {
    await views(office);
    const news = await newsOf(async () => {
      await helperPauses();
      await office.hana.presses("stop-session");
    });
    expect(news.sam).toEqual([
      expect.stringContaining("Hana paused the session"),
      expect.stringContaining("Your session with Hana Weber is over"),
    ]);
  });
});

describe("a message about a session that goes on", () => {
  test("lets the person stop it, and loses the button at its end", async () => {
    await views(office);
    await newsOf(() => helperPauses());
    const message = alertsOf(office.sam).at(-1);
    expect(JSON.stringify(message?.card)).toContain("stop-session");
    await office.sam.presses("stop-session", {}, message && { on: message });
    expect((await ticketIn(office)).session).toBeNull();
    expect(JSON.stringify(alertsOf(office.sam).at(-1)?.card)).not.toContain("stop-session");
  });
});

describe("quiet", () => {
  test("leaves what is not urgent to the cards, and says so", async () => {
    await asksForHelp(office);
    await office.sam.types("quiet");
    expect(office.sam.messages().at(-1)?.text).toMatch(/^Quiet is on/);
    expect(await newsOf(pickUp)).toEqual({});
    expect(saysOf(office.sam).join()).not.toContain("picked up");
    expect(
      office.sam
        .messages()
        .map(({ card }) => textOf(card))
        .join(),
    ).toContain("A helper has your request");
  });

  test("keeps questions, stops by others and hand-overs loud", async () => {
    await picksUp(office);
    for (const who of [office.sam, office.hugo]) await who.types("quiet");
    expect(await newsOf(() => office.hana.presses("ask-to-view", { reason: "look", minutes: "30" }))).toEqual(
      {
        sam: [expect.stringContaining("see your screen?")],
      },
    );
    await answer("Allow");
    expect(await newsOf(() => office.hana.presses("stop-session"))).toHaveProperty("sam");
    expect(await newsOf(() => handOver(office.hana, "Hugo"))).toEqual({
      hugo: [expect.stringContaining("Ready to help")],
    });
  });

  test("keeps a wrong number loud for the helper", async () => {
    await asksToView(office);
    await office.hana.types("quiet");
    expect(await newsOf(() => answer("Allow", otherNumber()))).toHaveProperty("hana");
  });

  test("outlives a restart, and ends with quiet off", async () => {
    await office.sam.types("quiet");
    await office.restart();
    await asksForHelp(office);
    expect(await newsOf(pickUp)).toEqual({});
    await office.sam.types("quiet off");
    expect(await newsOf(() => office.hana.presses("give-back"))).toHaveProperty("sam");
  });
});

test("a restart in between sends nothing twice", async () => {
  await asksForHelp(office);
  const news = await newsOf(async () => {
    await pickUp();
    await office.restart();
    await office.pass(1);
  });
  expect(news.sam).toHaveLength(1);
});
