import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { ACTIONS, COMMANDS } from "../../src/bot/index.ts";
import { searches } from "../support/compose-box.ts";
import { controls, FIRST, invoke, picksUp, ticketIn, trailOf } from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const NONE = "BK-9999";
const NO_SUCH = "There is no such request. Type “status” to see yours.";
const numberOf = (ticket: string) => Number(ticket.slice(3));

/** Every field that any button sends; each verb's schema takes its own. */
const FIELDS = {
  message: "hello",
  version: 1,
  note: "let me in",
  details: "mine",
  urgency: "low",
  reason: "please",
  minutes: "30",
  level: "control",
  helper: PEOPLE_IDS.hugo,
  ask: 1,
  answer: "refuse",
  session: 1,
  fact: "helper-says-started",
  outcome: "fixed",
  done: "nothing",
  fixed: "no",
  rating: "1",
  comment: "",
  device: "none",
  entry: 1,
};
const dataFor = (ticket: string, surface: string) => ({
  ...FIELDS,
  ticket,
  surface,
  number: numberOf(ticket),
});

/** Buttons that name no request: forms, lists of one's own, and a person. */
const WITHOUT_TICKET = [
  "check-again",
  "page-diary",
  "page-queue",
  "page-search",
  "open-for",
  "propose-help",
  "report-incident",
  "request-for",
  "request-help",
  "send-request",
  "verify-helper",
];

const VERBS = ACTIONS.filter(({ data }) => {
  const { data: parsed } = data.safeParse(dataFor(FIRST, "ticket-sharer"));
  return parsed instanceof Object && ("ticket" in parsed || "number" in parsed);
}).map(({ verb }) => verb);

const allowing = (ticket: string, surface: string) => ({
  ticket,
  surface,
  version: 1,
  ask: 1,
  answer: "allow",
  phrase: "10",
});

const PRESSES = [
  ...VERBS.map((verb) => ({ verb, dataOf: dataFor, what: verb })),
  { verb: "answer-ask", dataOf: allowing, what: "answer-ask with a yes" },
];

const inHelpdesk = (message: string) => ({
  replyToId: message,
  conversation: { id: `${HELPDESK};messageid=${message}`, conversationType: "channel" },
});

const messagesIn = (office: Office) =>
  office.chats.conversations().flatMap((chat) => office.chats.in(chat).map((shown) => ({ ...shown })));

/** What records the attempt itself: its event, its key, its count, and the ends of the chain that it makes longer. */
const RECORDS = ["events", "presses", "probes", "people", "person_keys", "ticket_words"];
const MOVED_BY_RECORDS =
  /^(version|head|changed_at|cards_version|due_at|lease_|next_|deadline_|retry_at|tries)/;

function dump(office: Office): Record<string, unknown[]> {
  const file = new DatabaseSync(office.databaseFile, { readOnly: true });
  try {
    const tables = file.prepare("select name from sqlite_schema where type = 'table'").all();
    return Object.fromEntries(
      tables
        .map(({ name }) => String(name))
        .filter((name) => !RECORDS.some((record) => name.startsWith(record)))
        .map((name) => [
          name,
          file
            .prepare(`select * from "${name}"`)
            .all()
            .map((row) => Object.entries(row).filter(([column]) => !MOVED_BY_RECORDS.test(column))),
        ]),
    );
  } finally {
    file.close();
  }
}

test("every button names a request, or is known to name none", () => {
  expect([...VERBS, ...WITHOUT_TICKET].sort()).toEqual(ACTIONS.map(({ verb }) => verb).sort());
});

describe("to somebody who has no part in it, a request does not exist", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
    await controls(office);
    await office.hana.presses("ask-for-time", { reason: "not done yet" });
    // Seen before, so that no address is new.
    await office.paul.types("status");
  });
  afterAll(() => office[Symbol.asyncDispose]());

  test.each(PRESSES)("$what: the same answer, and nothing is touched or sent", async ({ verb, dataOf }) => {
    const posted = await office.beckon.store.posted(FIRST);
    const before = dump(office);
    const shown = messagesIn(office);
    const others = (await trailOf(office)).filter((type) => type !== "AttemptRefused");
    const answers = [];
    for (const ticket of [FIRST, NONE]) {
      for (const { key, activityId, address } of posted) {
        const where = address.conversationId === HELPDESK ? inHelpdesk(activityId ?? "") : {};
        answers.push(await office.paul.sends(invoke(verb, dataOf(ticket, key), where)));
      }
      const ofSam = office.sam.messages().at(-1)?.id ?? "";
      answers.push(
        await office.paul.sends(invoke(verb, dataOf(ticket, "ticket-channel"), inHelpdesk(ofSam))),
      );
    }
    const wrongSurface = "Please check this again: surface.";
    const said = answers.filter(({ text }) => !(verb === "show-card" && text === wrongSurface));
    expect(said.length).toBeGreaterThan(1);
    for (const answer of said) expect(answer).toEqual({ status: 200, card: null, text: NO_SUCH });
    expect(messagesIn(office)).toEqual(shown);
    expect(dump(office)).toEqual(before);
    expect((await trailOf(office)).filter((type) => type !== "AttemptRefused")).toEqual(others);
  });

  test.each(COMMANDS.map(({ name }) => name))("typed: %s", async (name) => {
    const answerTo = async (ticket: string) => {
      const before = office.paul.messages().length;
      await office.paul.types(`${name} ${ticket}`);
      const [answer, ...more] = office.paul.messages().slice(before);
      expect(more).toEqual([]);
      const said = `${answer?.text} ${textOf(answer?.card ?? null)}`;
      return said.replaceAll(ticket, "BK-n").replaceAll(String(numberOf(ticket)), "n");
    };
    const said = await answerTo(FIRST);
    expect(said).toBe(await answerTo(NONE));
    if (["stop", "show", "find", "history"].includes(name)) expect(said).toContain(NO_SUCH);
  });

  test("searched in the compose box", async () => {
    expect(await searches(office.paul, FIRST)).toEqual(await searches(office.paul, NONE));
    expect((await searches(office.paul, FIRST)).hits).toEqual([]);
  });

  test("also while Graph is down, when the sharer and the helper can go on", async () => {
    office.graph.faults.set({ unavailable: true });
    const press = (who: Colleague, ticket: string, verb: string) =>
      who.sends(invoke(verb, dataFor(ticket, "x")));
    const alike = (text: string | null) => text?.replace(/Reference \S+/, "Reference");
    for (const verb of VERBS) {
      const [theirs, none] = [await press(office.paul, FIRST, verb), await press(office.paul, NONE, verb)];
      expect({ ...theirs, text: alike(theirs.text) }).toEqual({ ...none, text: alike(none.text) });
    }
    const before = (await ticketIn(office)).notes.length;
    await press(office.hana, FIRST, "add-note");
    await press(office.sam, FIRST, "add-note");
    expect((await ticketIn(office)).notes).toHaveLength(before + 2);
    office.graph.reset();
  });

  test("and staff are told why, as they may know of it", async () => {
    const { text } = await office.hugo.sends(invoke("give-back", dataFor(FIRST, "ticket-channel")));
    expect(text).toMatch(/^Hana Weber picked this request up/);
  });

  test("the record of the attempts is bounded", async () => {
    const attempts = (await trailOf(office)).filter((type) => type === "AttemptRefused");
    expect(attempts.length).toBeGreaterThan(0);
    expect(attempts.length).toBeLessThanOrEqual(31);
    const probes = await office.beckon.store.probes(office.now() - 1);
    expect(probes).toMatchObject([{ person: PEOPLE_IDS.paul }]);
  });
});

describe("somebody who tries request numbers", () => {
  const AUDIT = "19:audit@thread.tacv2";

  const IN_TIME = { timeout: 120_000 };
  test(
    "is told in the audit channel after 300, existing or not, pressed, typed or searched",
    IN_TIME,
    async () => {
      await using office = await openOffice({ AUDIT_CHANNEL_ID: AUDIT });
      await picksUp(office);
      await office.beckon.schedules.runDue();
      for (let i = 0; i < 100; i++) {
        const ticket = `BK-${1001 + i}`;
        await office.paul.sends(invoke("add-note", dataFor(ticket, "ticket-channel")));
        await office.paul.types(`show ${ticket}`);
        await searches(office.paul, ticket);
      }
      expect(await office.beckon.store.probes(office.now())).toMatchObject([
        { person: PEOPLE_IDS.paul, times: 300 },
      ]);
      office.jump(15 * 60_000);
      await office.beckon.schedules.runDue();
      expect(office.log.filter(({ rule }) => rule === "probes")).toHaveLength(1);
    },
  );
});

describe("a message that holds a card", () => {
  const inChannel = (office: Office) => office.channel().find(({ card }) => card !== null);

  test("is not replaced for a refused press, whatever it names", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const other = await office.paul.types("printer").then(() => office.paul.messages().at(-1));
    expect(other).toBeDefined();
    const channel = inChannel(office);
    const before = structuredClone(channel);
    for (const who of [office.paul, office.hugo]) {
      await who.sends(invoke("give-back", dataFor(FIRST, "desk:x"), inHelpdesk(channel?.id ?? "")));
      await who.sends(invoke("give-back", dataFor(FIRST, "ticket-channel"), inHelpdesk("1700000000999")));
    }
    expect(inChannel(office)).toEqual(before);
  });

  test("of another request stays that request's, also after a press that was done", async () => {
    await using office = await openOffice();
    await picksUp(office);
    await office.lena.types("printer is on fire");
    await office.lena.presses("send-request", {
      subject: "printer is on fire",
      device: "none",
      urgency: "normal",
      details: "",
    });
    const [first, second] = office.channel().filter(({ card }) => card !== null);
    const before = structuredClone(second);
    const note = invoke("add-note", dataFor(FIRST, "ticket-channel"), inHelpdesk(second?.id ?? ""));
    const answer = await office.hana.sends(note);
    expect(textOf(answer.card)).toContain("my vpn keeps dropping");
    await office.settle();
    expect(second).toEqual(before);
    const posted = await office.beckon.store.posted(FIRST);
    expect(posted.find(({ key }) => key === "ticket-channel")?.activityId).toBe(first?.id);
  });

  test("is not taken over by a form that says it was sent from there", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const card = office.sam.messages().find(({ card }) => textOf(card).includes("vpn"));
    const form = "0a000000-0000-4000-8000-000000000001";
    const data = { form, subject: "another", device: "none", urgency: "low", details: "" };
    await office.sam.sends(invoke("send-request", data, { replyToId: card?.id }));
    await office.settle();
    expect(textOf(card?.card ?? null)).toContain("my vpn keeps dropping");
    expect(textOf(office.sam.messages().at(-1)?.card ?? null)).toContain("another");
  });
});

describe("an id that no client sends", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
    await picksUp(office);
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const ODD = ["\ud800", "BK-1001\udc00", "\0", `BK-${"1".repeat(300)}`, "a".repeat(10_000), " ", "../x"];
  test.each(ODD)("as ticket or card: %j is refused cleanly", async (odd) => {
    const note = (change: object) =>
      office.hana.sends(invoke("add-note", { ...dataFor(FIRST, "x"), ...change }));
    expect((await note({ ticket: odd })).text).toBe("Please check this again: ticket.");
    expect((await note({ surface: odd })).text).toBe("Please check this again: surface.");
    const stop = invoke("give-back", { ticket: odd, surface: odd });
    expect((await office.hana.sends(stop)).text).toBe("Please check this again: ticket.");
  });

  test.each(ODD)("as the message: %j names none, and the press counts", async (odd) => {
    const before = (await ticketIn(office)).notes.length;
    const data = { ...dataFor(FIRST, "ticket-sharer"), note: JSON.stringify(odd).slice(0, 100) };
    const answer = await office.sam.sends(invoke("add-note", data, { replyToId: odd }));
    expect(answer.status).toBe(200);
    expect((await ticketIn(office)).notes).toHaveLength(before + 1);
    const posted = await office.beckon.store.posted(FIRST);
    expect(posted.every(({ activityId }) => activityId === null || /^\d+$/.test(activityId))).toBe(true);
  });

  test("is no failure on our side", () => {
    expect(office.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});
