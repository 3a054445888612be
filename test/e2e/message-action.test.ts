import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import { messageLink } from "../../src/bot/message-link.ts";
import type { Json } from "../support/chats.ts";
import { FIRST, has, invoke, picksUp, ticketIn } from "../support/goings-on.ts";
import { type Colleague, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const LINK = "https://teams.microsoft.com/l/message/19%3Aabc/1700000000000?tenantId=x";
/** A chat between people in which Beckon is not installed. */
const CHAT = "19:a_b@unq.gbl.spaces";
const elsewhere = { conversation: { id: CHAT, conversationType: "personal", tenantId: TENANT_ID } };
const user = (key: keyof typeof PEOPLE_IDS, displayName: string) => ({
  user: { id: PEOPLE_IDS[key].toUpperCase(), displayName, userIdentityType: "aadUser" },
});
const message = (from: object | null, content: string, more: object = {}) => ({
  id: "1700000000000",
  linkToMessage: LINK,
  body: { contentType: "html", content },
  from,
  ...more,
});

interface Shown {
  readonly type: string;
  readonly said: string;
  readonly card: Json | null;
}

async function sends(who: Colleague, name: string, value: object, more: object = elsewhere): Promise<Shown> {
  const answered = await who.sends({
    type: "invoke",
    name: `composeExtension/${name}`,
    value: { commandId: "askForHelp", commandContext: "message", ...value },
    ...more,
  });
  expect(answered.status).toBe(200);
  const { task } = JSON.parse(answered.text ?? "{}");
  const card = task.value.card?.content ?? null;
  return { type: task.type, said: card === null ? task.value : textOf(card), card };
}

const opens = (who: Colleague, messagePayload: object | null) => sends(who, "fetchTask", { messagePayload });

/** The data of the only button, which in a dialog is an `Action.Submit`. */
function submitIn(card: Json | null): Record<string, unknown> {
  const [found = "{}"] =
    /\{"title":"[^"]*"[^{}]*"type":"Action.Submit","data":\{[^{}]*\}/.exec(JSON.stringify(card)) ?? [];
  return JSON.parse(`${found}}`).data;
}
const FILLED = { subject: "VPN drops", device: "none", urgency: "normal", details: "as written" };
const submits = (who: Colleague, card: Json | null, inputs: object = FILLED) =>
  sends(who, "submitAction", { data: { ...submitIn(card), ...inputs } });
const openOf = (key: keyof typeof PEOPLE_IDS) => office.beckon.store.openTicketsOf(PEOPLE_IDS[key] as never);
const input = (card: Json | null, id: string) =>
  (new RegExp(`"id":"${id}"[^}]*?"value":"((?:[^"\\\\]|\\\\.)*)"`).exec(JSON.stringify(card)) ?? [])[1];

describe("ask for help with a message of one's own", () => {
  test("opens the form with its words and its link, and sends one request, where Beckon is not installed", async () => {
    const { type, card } = await opens(
      office.sam,
      message(user("sam", "Sam Sharma"), "<p>VPN drops<br>since noon &amp; worse</p>"),
    );
    expect(type).toBe("continue");
    expect(input(card, "subject")).toBe("VPN drops");
    expect(input(card, "details")).toBe(`since noon & worse\\n${LINK}`);
    expect(JSON.stringify(card)).not.toContain("Action.Execute");
    const [one, other] = await Promise.all([submits(office.sam, card), submits(office.sam, card)]);
    for (const { type, said } of [one, other]) {
      expect([type, said]).toEqual([
        "message",
        `Your request is ${FIRST}. Its card is in your own chat with Beckon.`,
      ]);
    }
    await office.restart();
    expect((await submits(office.sam, card)).said).toContain(FIRST);
    expect(await openOf("sam")).toHaveLength(1);
    expect(office.chats.in(CHAT)).toEqual([]);
    expect(textOf(office.sam.messages().at(-1)?.card ?? null)).toContain("VPN drops");
    expect((await office.beckon.store.contact(PEOPLE_IDS.sam as never))?.chat?.conversationId).toBe(
      office.sam.chat,
    );
  });

  test.each([
    ["nothing", null],
    ["a picture alone", message(user("sam", "Sam Sharma"), '<img src="https://x/y">')],
    ["odd fields", { body: 7, from: { user: { id: 9 } }, linkToMessage: { a: 1 } }],
    ["a huge paste", message(user("sam", "Sam Sharma"), "x ".repeat(60_000))],
    [
      "an app's message",
      message({ application: { id: "1", displayName: "Bot" } }, "alert <at>Everyone</at> [x](http://evil)"),
    ],
  ])("works with %s", async (_, payload) => {
    const { type, card } = await opens(office.sam, payload);
    expect(type).toBe("continue");
    expect((await submits(office.sam, card)).said).toContain("Your request is");
  });

  test.each([
    "http://teams.microsoft.com/l/message/1",
    "https://teams.microsoft.com.evil.example/l",
    "https://evil.example/?x=teams.microsoft.com",
    "https://user@teams.microsoft.com/l",
    "https://teams.microsoft.com:8443/l",
    "javascript:alert(1)",
    `https://teams.microsoft.com/${"a".repeat(2_000)}`,
    "",
    7,
  ])("keeps no other address: %j", (link) => {
    expect(messageLink(link)).toBeNull();
  });
});

describe("about somebody else's message", () => {
  const theirs = message(user("paul", "Paul *Braun*"), "<p>my “printer” is <b>on fire</b></p>");

  test("a person without a role gets a request of their own, with the quotation", async () => {
    const { card } = await opens(office.sam, theirs);
    expect(input(card, "details")).toBe(`Paul Braun wrote: “my 'printer' is on fire”\\n${LINK}`);
    await submits(office.sam, card);
    expect((await ticketIn(office)).sharer.id).toBe(PEOPLE_IDS.sam);
    expect(await openOf("paul")).toEqual([]);
  });

  test("a helper suggests it, and nothing is opened before its author agrees", async () => {
    const { card, said } = await opens(office.hana, theirs);
    expect(said).toContain("Suggest help\nPaul Braun\n“my 'printer' is on fire”");
    const before = office.paul.messages().length;
    const sent = await Promise.all([submits(office.hana, card, {}), submits(office.hana, card, {})]);
    for (const { said } of sent)
      expect(said).toContain("Nothing is opened until they press Yes, I need help.");
    expect(await openOf("paul")).toEqual([]);
    const [suggestion, ...more] = office.paul.messages().slice(before);
    expect(more).toEqual([]);
    expect(suggestion?.alert).toBe(true);
    expect(textOf(suggestion?.card ?? null)).toContain(
      "Hana Weber read your message and suggests to open this request.",
    );
    expect(textOf(suggestion?.card ?? null)).toContain("Yes, I need help");
    expect(input(suggestion?.card ?? null, "subject")).toBe("my “printer” is on fire");
    await office.paul.presses("send-request", FILLED, { titled: "Yes, I need help" });
    const ticket = await ticketIn(office);
    expect([ticket.sharer.id, ticket.openedBy.id]).toEqual([PEOPLE_IDS.paul, PEOPLE_IDS.paul]);
    await office.paul.presses("withdraw-ticket");
    expect(office.chats.in(CHAT)).toEqual([]);
  });

  test("a helper suggests it to the same person three times a day, whatever the form is called", async () => {
    const before = office.paul.messages().length;
    const said: string[] = [];
    for (let i = 0; i < 4; i++) {
      const { card } = await opens(office.hana, theirs);
      said.push((await submits(office.hana, card, {})).said);
    }
    expect(said[3]).toBe(
      "You have suggested help to Paul Braun three times today, so this was not sent. Call them instead.",
    );
    expect(office.paul.messages()).toHaveLength(before + 3);
    await office.pass(24 * 60);
    const { card } = await opens(office.hana, theirs);
    expect((await submits(office.hana, card, {})).said).toContain("has it in their chat with Beckon");
  });

  test("a person whom the directory does not know is quoted, and nobody is written to", async () => {
    const stranger = message(
      { user: { id: "0b000000-0000-4000-8000-00000000ffff", displayName: "Eve" } },
      "help",
    );
    const { card } = await opens(office.hana, stranger);
    expect(has(card, "x") || JSON.stringify(card)).toContain("Eve wrote");
    const forged = {
      verb: "propose-help",
      form: "0a000000-0000-4000-8000-000000000001",
      person: "0b000000-0000-4000-8000-00000000ffff",
    };
    expect((await sends(office.hana, "submitAction", { data: forged })).said).toContain(
      "not in your directory",
    );
  });

  test("only helpers suggest, also by a forged press, and learn nothing otherwise", async () => {
    const data = {
      form: "0a000000-0000-4000-8000-000000000001",
      person: PEOPLE_IDS.mia,
      message: "hi",
      link: "",
    };
    const before = office.mia.messages().length;
    const nobody = { ...data, person: "0b000000-0000-4000-8000-00000000ffff" };
    for (const who of [office.paul, office.sam]) {
      const { said } = await sends(who, "submitAction", { data: { verb: "propose-help", ...data } });
      expect(said).toContain("Only helpers can do this.");
      expect((await sends(who, "submitAction", { data: { verb: "propose-help", ...nobody } })).said).toBe(
        said,
      );
      expect((await who.sends(invoke("propose-help", data))).text).toBe(said);
    }
    expect(office.mia.messages()).toHaveLength(before);
  });

  test("that cannot be delivered is told so, and can be sent again", async () => {
    const { card } = await opens(office.hana, theirs);
    office.chats.mishap(({ conversation }) => (conversation === office.paul.chat ? 403 : null));
    expect((await submits(office.hana, card, {})).said).toContain("can't be reached");
    office.chats.mishap(null);
    await office.paul.types("status");
    expect((await submits(office.hana, card, {})).said).toContain("Nothing is opened until");
    expect(office.paul.messages().filter(({ card }) => textOf(card).includes("suggests"))).toHaveLength(1);
  });
});

describe("the dialog is for its own two cards and for people of the tenant", () => {
  test("other buttons, other commands and strangers get a line", async () => {
    await picksUp(office);
    const stop = {
      verb: "resolve-ticket",
      ticket: FIRST,
      version: 2,
      surface: "",
      outcome: "fixed",
      done: "x",
    };
    expect((await sends(office.hana, "submitAction", { data: stop })).said).toContain(
      "does not know this action",
    );
    expect((await ticketIn(office)).status).toBe("claimed");
    const other = await office.hana.sends({
      type: "invoke",
      name: "composeExtension/fetchTask",
      value: { commandId: "other" },
    });
    expect(other.text).toContain("does not know this action");
    const foreign = { ...elsewhere, channelData: { tenant: { id: "0" } } };
    expect((await sends(office.hana, "fetchTask", { messagePayload: null }, foreign)).said).toContain(
      "own organi",
    );
    const nobody = { ...elsewhere, from: { id: "29:guest" } };
    expect((await sends(office.hana, "fetchTask", { messagePayload: null }, nobody)).said).toContain(
      "could not tell who you are",
    );
  });

  test("while Graph is down one's own form still opens", async () => {
    office.graph.faults.set({ unavailable: true });
    const { type, said } = await opens(office.sam, message(user("paul", "Paul Braun"), "help"));
    expect(type).toBe("continue");
    expect(said).toContain("couldn't read your devices");
  });

  test("a link to a request unfurls to nothing, signed in or not", async () => {
    await picksUp(office);
    for (const name of ["composeExtension/queryLink", "composeExtension/anonymousQueryLink"]) {
      const { text, card } = await office.sam.sends({
        type: "invoke",
        name,
        value: { url: `https://beckon.example/${FIRST}` },
      });
      expect(card).toBeNull();
      expect(text ?? "").not.toMatch(/vpn|Sam|Hana/i);
    }
  });
});
