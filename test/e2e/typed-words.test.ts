import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { authority } from "../../src/domain/ticket/authority.ts";
import {
  asksForHelp,
  asksToView,
  controls,
  has,
  picksUp,
  saidNumber,
  ticketIn,
  views,
} from "../support/goings-on.ts";
import { type Colleague, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const live = async () => (await ticketIn(office)).session !== null;
const allowed = async () => authority(await ticketIn(office), office.now()).level;
const newest = (who: Colleague) => who.messages().at(-1);
const hasForm = (who: Colleague) => who.messages().some(({ card }) => has(card, "send-request"));
const said = (who: Colleague) => who.messages().findLast(({ text }) => text !== null)?.text ?? "";
const MENTION = { type: "mention", mentioned: { id: "28:b0000000-0000-4000-8000-000000000001" } };

describe("a sharer whose screen is seen", () => {
  beforeEach(() => views(office));

  const WAYS: readonly [what: string, activity: object][] = [
    ["politely", { text: "please stop now!!" }],
    ["as a question", { text: "can you stop this?" }],
    ["with Beckon's name", { text: "@Beckon stop" }],
    ["with a mention", { text: "<at>Beckon</at> stop", entities: [{ ...MENTION, text: "<at>Beckon</at>" }] }],
    ["with a slash", { text: "/stop" }],
    ["after a right-to-left mark", { text: "\u200fstop" }],
    ["in bold", { text: "**stop**" }],
    ["in tags", { text: "<p>stop</p>", textFormat: "xml" }],
    ["in markup alone", { text: "", attachments: [{ contentType: "text/html", content: "<p>stop</p>" }] }],
    [
      "in a reply that quotes",
      { text: "Reply wrapper\r\nHana Weber sees your screen. Answer until 10:35\r\n\r\nstop" },
    ],
    ["after a quotation", { text: '<quoted messageId="1700000000123"/> stop' }],
    ["in German", { text: "stopp" }],
    ["in German, too", { text: "aufhören" }],
    ["in French", { text: "arrête" }],
    ["in Spanish on a Spanish client", { text: "para", locale: "es-ES", entities: [] }],
    ["with a number that is another's or nobody's", { text: "stop BK-9999" }],
    ["by calling the helper's name", { text: "Hana, please stop" }],
    ["by an edit", { type: "messageUpdate", channelData: { eventType: "editMessage" }, text: "stop" }],
  ];

  test.each(WAYS)("ends it at once %s", async (_, activity) => {
    const { channelData = {} } = activity as { channelData?: object };
    const tenant = { tenant: { id: "7e000000-0000-4000-8000-000000000001" }, ...channelData };
    const sent = { type: "message", ...activity };
    await office.sam.sends("channelData" in activity ? { ...sent, channelData: tenant } : sent);
    expect(await live()).toBe(false);
    expect(said(office.sam)).toMatch(/^BK-1001: access was withdrawn at 10:30/);
  });

  test.each([
    ["stop the printer", /^Sent to Hana\. Still running\. Hana Weber can see your screen until 11:00/],
    ["don't stop", /^Sent to Hana\. Still running\. /],
    ["cancel", /^Sent to Hana\. Still running\. /],
    ["there is my bank account", /^Sent to Hana\. Hana Weber can see your screen until 11:00/],
    ["no", /^Sent to Hana\. Hana Weber can see your screen/],
    ["42", /^Sent to Hana\. Hana Weber can see your screen/],
  ])("is told who sees it after %j, and gets Stop again", async (words, answer) => {
    const before = office.channel().length;
    const stops = office.sam.messages().filter(({ card }) => has(card, "stop-session")).length;
    await office.sam.types(words);
    expect(await live()).toBe(true);
    expect(office.sam.messages().some(({ text }) => answer.test(text ?? ""))).toBe(true);
    expect(has(newest(office.sam)?.card ?? null, "stop-session")).toBe(true);
    // The one before has lost its buttons; the card of the request keeps its own.
    expect(office.sam.messages().filter(({ card }) => has(card, "stop-session"))).toHaveLength(stops);
    expect(office.channel()).toHaveLength(before);
    await office.sam.presses("stop-session");
    expect(await live()).toBe(false);
  });

  test("gets no form while it is paused either, and a stop ends it", async () => {
    await office.sam.presses("pause-session");
    await office.sam.types("my printer is broken, too");
    expect(said(office.sam)).toMatch(/^Sent to Hana\. Your session with Hana Weber is paused/);
    expect(office.sam.messages().filter(({ card }) => has(card, "send-request"))).toEqual([]);
    await office.sam.types("genug");
    expect(await live()).toBe(false);
  });

  test("refuses a question for more with a typed no, and keeps the session", async () => {
    await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
    await office.sam.types("not now");
    expect(await allowed()).toBe("view");
    expect((await ticketIn(office)).session?.asks.map(({ answer }) => answer?.outcome)).toEqual([
      "allowed",
      "refused",
    ]);
  });

  test("who mentions Beckon in a channel does not tell the channel who sees the screen", async () => {
    const inChannel = {
      conversation: {
        id: "19:helpdesk@thread.tacv2;messageid=1700000000001",
        conversationType: "channel",
        tenantId: "7e000000-0000-4000-8000-000000000001",
      },
      entities: [{ ...MENTION, text: "<at>Beckon</at>" }],
    };
    await office.sam.sends({ type: "message", text: "<at>Beckon</at> what is going on", ...inChannel });
    const words = office.chats
      .conversations()
      .filter((id) => id.startsWith("19:"))
      .flatMap((id) => office.chats.in(id).map(({ text }) => text ?? ""));
    expect(words.join(" ")).toContain("look at our personal chat");
    expect(words.join(" ")).not.toContain("can see your screen");
    await office.sam.sends({ type: "message", text: "<at>Beckon</at> please stop", ...inChannel });
    expect(await live()).toBe(false);
  });
});

test("a stop ends control and viewing together", async () => {
  await controls(office);
  await office.sam.types("Finger weg!");
  expect([await live(), await allowed()]).toEqual([false, null]);
});

test("a helper in a session ends it by typing stop, and other words go to the person", async () => {
  await views(office);
  await office.hana.types("restarting it now");
  expect(said(office.hana)).toBe("Sent to Sam.");
  expect(hasForm(office.hana)).toBe(false);
  await office.hana.types("stop");
  expect(await live()).toBe(false);
});

describe("with a question open", () => {
  beforeEach(() => asksToView(office));

  test.each(["no", "No!", "not now", "nein", "non", "ahora no", "いいえ", "no, who are you?"])(
    "a typed %j is a no",
    async (words) => {
      await office.sam.types(words);
      expect((await ticketIn(office)).past.at(-1)?.asks[0]?.answer?.outcome).toBe("refused");
      expect(said(office.sam)).toMatch(/^You said no, and Hana Weber sees that/);
    },
  );

  test("a no by an edit counts, and twice is once", async () => {
    const edit = { type: "messageUpdate", id: "1700000000777", text: "no" };
    await office.sam.sends(edit);
    await office.sam.sends(edit);
    const { past } = await ticketIn(office);
    expect(past.map(({ cause }) => cause)).toEqual(["refused"]);
  });

  test.each(["yes", "ok", "ja", "sure, go ahead", "allow 42", "42 allow", "yes 42!"])(
    "a typed %j allows nothing and asks for the number",
    async (words) => {
      await office.sam.types(words);
      expect(await allowed()).toBeNull();
      expect(said(office.sam)).toMatch(/enter the number that Hana Weber gives you .* by 10:35/);
      expect(has(newest(office.sam)?.card ?? null, "answer-ask")).toBe(true);
      await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
      expect(await allowed()).toBe("view");
    },
  );

  test.each([
    ["alone", (number: string) => number],
    ["with allow", (number: string) => `allow ${number}`],
    [
      "in full-width digits",
      (number: string) => number.replace(/\d/g, (d) => "０１２３４５６７８９"[Number(d)] ?? ""),
    ],
    ["with a space", (number: string) => [...number].join(" ")],
  ])("the right number, typed %s, allows nothing and ends nothing", async (_, written) => {
    await office.sam.types(written(saidNumber(office)));
    expect(await allowed()).toBeNull();
    expect(said(office.sam)).toMatch(/^A typed answer allows nothing/);
    expect((await ticketIn(office)).session?.asks.at(-1)?.answer).toBeNull();
  });

  test("a typed wrong number answers nothing, and no with a number is a refusal", async () => {
    await office.sam.types("00");
    expect((await ticketIn(office)).session?.asks.at(-1)?.answer).toBeNull();
    await office.sam.types("she said it is 42");
    expect(said(office.sam)).toMatch(/enter the number that Hana Weber gives you on the card below/);
    await office.sam.types("no 42");
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("refused");
  });

  test.each(["who are you?", "what do they want", "my printer is broken"])(
    "%j is answered with the question, not with a form",
    async (words) => {
      const forms = office.sam.messages().filter(({ card }) => has(card, "send-request")).length;
      await office.sam.types(words);
      expect(said(office.sam)).toMatch(/^Sent to Hana\. Hana Weber waits for your answer/);
      const card = newest(office.sam)?.card ?? null;
      expect(has(card, "answer-ask")).toBe(true);
      expect(textOf(card)).toContain("look at the VPN client");
      expect(office.sam.messages().filter((each) => has(each.card, "send-request"))).toHaveLength(forms);
    },
  );

  test("that has lapsed, a typed no is a message to the helper", async () => {
    await office.pass(6);
    await office.sam.types("no");
    expect(said(office.sam)).toBe("Sent to Hana.");
  });
});

describe("with nothing open", () => {
  test.each(["stop", "please stop", "stopp"])("%j is told that nobody sees the screen", async (words) => {
    await office.sam.types(words);
    expect(newest(office.sam)?.text).toBe("There is no session now: nobody can see your screen.");
  });

  test.each(["yes", "no", "42"])("%j opens no form", async (words) => {
    await office.sam.types(words);
    expect(newest(office.sam)?.text).toMatch(/^There is no question open for you/);
  });

  test("stop the printer is a request", async () => {
    await office.sam.types("stop the printer");
    expect(hasForm(office.sam)).toBe(true);
  });

  test("other words belong to the open request, and go to its helper", async () => {
    await picksUp(office);
    await office.sam.types("my mouse, too");
    expect(said(office.sam)).toBe("Sent to Hana.");
    expect(has(newest(office.sam)?.card ?? null, "send-request")).toBe(false);
  });
});

describe("what becomes a request", () => {
  const sends = (activity: object) => office.sam.sends({ type: "message", textFormat: "plain", ...activity });
  const inputs = (card: unknown) => {
    const all = JSON.stringify(card);
    const value = (id: string) =>
      new RegExp(`"id":"${id}"[^{}]*?"value":("(?:[^"\\\\]|\\\\.)*")`).exec(all)?.[1];
    return { subject: JSON.parse(value("subject") ?? '""'), details: JSON.parse(value("details") ?? '""') };
  };

  test("keeps the whole of a long message: a subject, and the rest in the details", async () => {
    const words = Array.from({ length: 500 }, (_, i) => `word${i}`).join(" ");
    await office.sam.types(words);
    const { subject, details } = inputs(newest(office.sam)?.card);
    expect(subject.length).toBeLessThanOrEqual(120);
    expect(`${subject} ${details}`).toBe(words);
    await office.sam.presses("send-request", { subject, details, device: "none", urgency: "normal" });
    expect((await ticketIn(office)).details?.text).toBe(details);
  });

  test("takes the first line as the subject", async () => {
    await office.sam.types("Outlook is slow\nsince Monday,\nalso at home");
    expect(inputs(newest(office.sam)?.card)).toEqual({
      subject: "Outlook is slow",
      details: "since Monday,\nalso at home",
    });
  });

  test("cuts no character in two", async () => {
    await office.sam.types("😀".repeat(200));
    const { subject, details } = inputs(newest(office.sam)?.card);
    expect(`${subject}${details}`).toBe("😀".repeat(200));
  });

  test("says so when even the details cannot hold it", async () => {
    await office.sam.types("x ".repeat(4_000));
    expect(said(office.sam)).toMatch(/longer than I can take at once/);
    expect(hasForm(office.sam)).toBe(true);
  });

  test.each([
    [
      { contentType: "image/*", contentUrl: "https://smba.trafficmanager.net/x" },
      /takes no pictures: send the request first/,
    ],
    [
      { contentType: "application/vnd.microsoft.teams.file.download.info", name: "a.log" },
      /takes no files: send the request first/,
    ],
    [
      {
        contentType: "text/html",
        content: '<blockquote itemtype="http://schema.skype.com/Forward">x</blockquote>',
      },
      /forwarded message/,
    ],
    [{ contentType: "text/html", content: "<codeblock>x = 1</codeblock>" }, /code block/],
    [{ contentType: "application/vnd.microsoft.card.fluid" }, /did not reach me/],
  ])("says what it cannot take: %j", async (attachment, answer) => {
    await sends({ text: "it looks like this", attachments: [attachment] });
    expect(said(office.sam)).toMatch(answer);
    expect(hasForm(office.sam)).toBe(true);
  });

  test("a picture alone gets a word and an empty form", async () => {
    const picture = { contentType: "image/*", contentUrl: "https://smba.trafficmanager.net/x" };
    const markup = {
      contentType: "text/html",
      content: '<p><img itemtype="http://schema.skype.com/AMSImage"></p>',
    };
    await sends({ attachments: [picture, markup] });
    expect(said(office.sam)).toMatch(/takes no pictures: send the request first/);
    expect(inputs(newest(office.sam)?.card).subject).toBe("");
  });

  test("delivered twice makes one form and one request, also in another process", async () => {
    const message = { id: "1700000000777", text: "my printer is on fire" };
    await sends(message);
    await sends(message);
    expect(office.sam.messages().filter(({ card }) => has(card, "send-request"))).toHaveLength(1);
    await office.restart();
    await sends(message);
    const forms = office.sam.messages().filter(({ card }) => has(card, "send-request"));
    expect(forms).toHaveLength(2);
    for (const on of forms) {
      await office.sam.presses(
        "send-request",
        { subject: "fire", device: "none", urgency: "normal" },
        { on },
      );
    }
    expect(await office.beckon.store.ticketsOf((await ticketIn(office)).sharer.id, 10)).toHaveLength(1);
  });
});

test("help still opens a form for somebody who asks for it", async () => {
  await asksForHelp(office);
  expect((await ticketIn(office)).status).toBe("open");
});
