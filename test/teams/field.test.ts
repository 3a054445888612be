import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  accountOf,
  activityFrom,
  BECKON,
  channelThread,
  HELPDESK,
  MENTION,
  press,
  submit,
  TENANT,
  typed,
} from "../support/activities.ts";
import { hana, mia, sam } from "../support/people.ts";
import { startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";

/** What real clients send, from the public record; the letters are those of the cases. */
let bot: TeamsBot;
beforeAll(async () => {
  bot = await startTeamsBot();
});
afterAll(() => bot.close());

/** The message that is no command reached `otherwise`. */
async function heard(more: object) {
  const before = bot.utterances.length;
  await bot.post(activityFrom(sam, { ...typed("x"), entities: [], ...more }));
  const [message, ...others] = bot.utterances.slice(before);
  expect(others).toEqual([]);
  if (message === undefined) throw new Error("nothing was heard");
  return message;
}

const lastSaid = () => bot.connector.received.at(-1)?.body.text;
const html = (content: string) => ({ contentType: "text/html", content });

describe("the word stop reaches its command (F03)", () => {
  const reply =
    '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1700"><strong>Beckon</strong><p>Hana sees your screen</p></blockquote><p>stop</p>';
  test.each<[string, object]>([
    [
      "after a wrapper and the quoted message",
      {
        text: "Reply wrapper\r\nHana Weber sees your screen. Answer until 10:35\r\n\r\nstop",
        channelData: { tenant: { id: TENANT }, messageType: "reply" },
        replyToId: "1700000000123",
      },
    ],
    ["after “Replying to”", { text: "Replying to Beckon\nHana sees your screen\n\nstop" }],
    [
      "after a placeholder of the quoted message",
      {
        text: '<quoted messageId="1700000000123"/> stop',
        entities: [{ type: "quotedReply", quotedReply: { messageId: "1700000000123" } }],
      },
    ],
    ["after a quote that is spelled out", { text: "<quoted messageId='1'>Hana sees it</quoted>stop" }],
    ["after a quote in the markup only", { text: "Hana sees your screen\nstop", attachments: [html(reply)] }],
    ["after a quote in the text", { text: reply }],
    ["after a quote in Markdown", { text: "> Hana sees your screen\n> until 10:35\n\nstop" }],
    ["with the markup only", { text: undefined, attachments: [html("<div><b>stop</b></div>")] }],
    ["after Beckon's name", { text: "@Beckon stop" }],
    ["before Beckon's name", { text: "stop @Beckon" }],
    ["after Beckon's name and a comma", { text: "Beckon, stop!" }],
    ["after Beckon's mention in bold", { text: "**<at>Beckon</at>** stop", entities: [MENTION] }],
    ["after a mark of the writing direction", { text: "\u200fstop" }],
    ["between marks of the writing direction", { text: "\u202bstop\u202c" }],
    ["as a slash command", { text: "/stop" }],
    ["in bold", { text: "**stop**" }],
    ["in a paragraph", { text: "<p>stop</p>" }],
    ["in a code block", { text: "```\nstop\n```" }],
    ["in full-width letters", { text: "ｓｔｏｐ" }],
    ["with entities", { text: "&nbsp;st&#111;p&#x21;" }],
    ["with an emoji", { text: "stop 🛑" }],
    [
      "as an edit",
      {
        type: "messageUpdate",
        text: "stop",
        channelData: { tenant: { id: TENANT }, eventType: "editMessage" },
      },
    ],
    [
      "as an undone deletion",
      {
        type: "messageUpdate",
        text: "stop",
        channelData: { tenant: { id: TENANT }, eventType: "undeleteMessage" },
      },
    ],
  ])("%s", async (_, more) => {
    const sent = bot.connector.received.length;
    await bot.post(activityFrom(sam, { ...typed("x"), entities: [], ...more }));
    expect(lastSaid()).toBe("Stopped.");
    expect(bot.connector.received).toHaveLength(sent + 1);
  });

  test("once for each edit of one message, and never twice for one", async () => {
    const activity = { ...activityFrom(sam, { type: "messageUpdate", text: "stop" }), id: "1700000000777" };
    const sent = bot.connector.received.length;
    await bot.post({ ...activity, text: "stpo" });
    await bot.post(activity);
    await bot.post(activity);
    expect(bot.connector.received.slice(sent).map(({ body }) => body.text)).toEqual([
      "You typed: stpo",
      "Stopped.",
    ]);
  });

  test("not when the quoted message alone says it", async () => {
    const quote =
      '<blockquote itemtype="http://schema.skype.com/Reply"><p>stop</p></blockquote><p>what is this?</p>';
    expect((await heard({ text: "stop\nwhat is this?", attachments: [html(quote)] })).words).toBe(
      "what is this",
    );
  });
});

describe("what somebody wrote stays whole", () => {
  test.each([
    ["words in angle brackets", "Error: <unknown host> & more", "Error: <unknown host> & more"],
    ["paths and stars", "copy *.txt to C:\\temp\\__old__ #1", "copy *.txt to C:\\temp\\__old__ #1"],
    ["a path as the first word", "/etc/hosts is empty", "/etc/hosts is empty"],
    ["Beckon's name in a sentence", "Beckon does not work", "Beckon does not work"],
    ["an address", "write to me@beckon.example", "write to me@beckon.example"],
    ["lines", "one\r\ntwo\r\n\r\n\r\nthree", "one\ntwo\n\nthree"],
    ["joined emoji", "👩‍💻 is stuck", "👩‍💻 is stuck"],
    ["an entity that is none", "R&D; &bogus; &#0; &#xD800;", "R&D; &bogus; &#0; &#xD800;"],
  ])("%s", async (_, text, expected) => {
    expect((await heard({ text })).text).toBe(expected);
  });

  test("a long message is cut, and says so", async () => {
    expect(await heard({ text: "x".repeat(4_001) })).toMatchObject({ isCut: true });
    expect(await heard({ text: "x".repeat(4_000) })).toMatchObject({ isCut: false });
  });

  test("the edit of a message is told from the message", async () => {
    expect(await heard({ text: "my vpn" })).toMatchObject({ isEdit: false });
    expect(await heard({ type: "messageUpdate", text: "my vpn!" })).toMatchObject({ isEdit: true });
  });
});

describe("what comes along is told (F12)", () => {
  const picture = { contentType: "image/*", contentUrl: "https://smba.trafficmanager.net/x/views/original" };
  const file = {
    contentType: "application/vnd.microsoft.teams.file.download.info",
    name: "error.docx",
    content: { uniqueId: "x" },
  };
  const kinds: [string, object[], object[]][] = [
    [
      "a pasted picture, once",
      [picture, html('<p><img itemtype="http://schema.skype.com/AMSImage"></p>')],
      [{ kind: "picture", name: null }],
    ],
    [
      "a picture in the markup only",
      [html('<img src="https://x.asm.skype.com/1">')],
      [{ kind: "picture", name: null }],
    ],
    ["a file by its name", [file], [{ kind: "file", name: "error.docx" }]],
    ["pictures and files together", [picture, file], [{ kind: "picture" }, { kind: "file" }]],
    [
      "a forwarded message",
      [html('<blockquote itemtype="http://schema.skype.com/Forward"><p>the words</p></blockquote>')],
      [{ kind: "forwarded" }],
    ],
    ["code", [html("<pre><code>x</code></pre>")], [{ kind: "code" }]],
    [
      "a code snippet",
      [{ contentType: "application/vnd.microsoft.card.codesnippet", content: "{}" }],
      [{ kind: "code" }],
    ],
    [
      "a Loop component",
      [{ contentType: "application/vnd.microsoft.card.fluidEmbedCard" }],
      [{ kind: "other" }],
    ],
    [
      "a voice message",
      [html('<span itemtype="http://schema.skype.com/InputExtension"></span>')],
      [{ kind: "other" }],
    ],
    ["no emoji", [html('<p>ok <img alt="🙂" itemtype="http://schema.skype.com/Emoji"></p>')], []],
    ["no quoted message", [{ contentType: "messageReference", content: "{}" }], []],
  ];
  test.each(kinds)("%s", async (_, attachments, expected) => {
    const { attachments: found } = await heard({ text: "see here", attachments });
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });

  test("a forwarded message's words are there", async () => {
    const forward = html(
      '<blockquote itemtype="http://schema.skype.com/Forward"><p>vpn is down</p></blockquote>',
    );
    expect((await heard({ text: "", attachments: [forward] })).text).toBe("vpn is down");
  });
});

describe("a mention by its Teams account only (F13)", () => {
  const mention = (id: string) => ({
    type: "mention",
    mentioned: { id, name: "Hana Weber" },
    text: "<at>Hana Weber</at>",
  });

  test("is the person whom the helpdesk's roster knows", async () => {
    await bot.addresses.rememberChannel({
      serviceUrl: bot.connector.serviceUrl,
      conversationId: HELPDESK,
      tenantId: TENANT,
    });
    bot.connector.member(`29:${hana.id}`, { aadObjectId: hana.id.toUpperCase() });
    const message = await heard({
      text: "look at <at>Hana Weber</at>",
      entities: [mention(`29:${hana.id}`)],
    });
    expect(message).toMatchObject({ text: "look at Hana Weber", mentioned: [hana.id] });
  });

  test("is the sender without a question", async () => {
    expect(await heard({ entities: [mention(accountOf(sam).id)] })).toMatchObject({ mentioned: [sam.id] });
  });

  test("is null when Teams does not know it", async () => {
    expect(await heard({ entities: [mention("29:stranger")] })).toMatchObject({ mentioned: [] });
  });

  test("in a channel is asked of that channel", async () => {
    bot.connector.member("29:in-channel", { objectId: hana.id });
    const entities = [MENTION, mention("29:in-channel")];
    const message = await heard({
      ...channelThread,
      text: "<at>Beckon</at> look at <at>Hana Weber</at>",
      entities,
    });
    expect(message.mentioned).toEqual([hana.id]);
  });
});

describe("delivered twice (F14)", () => {
  test("an installation greets once", async () => {
    const sent = bot.connector.received.length;
    const activity = activityFrom(mia, { type: "installationUpdate", action: "add" });
    await Promise.all([bot.post(activity), bot.post(activity)]);
    expect(bot.connector.received).toHaveLength(sent + 1);
  });

  test("a message that failed the first time is taken the second time", async () => {
    const activity = activityFrom(sam, typed("again"));
    const before = bot.utterances.length;
    const broken = { ...activity, from: undefined };
    await bot.post(broken);
    await bot.post(activity);
    expect(bot.utterances.length - before).toBeLessThanOrEqual(1);
  });

  test("the same number in another chat is another message", async () => {
    const first = await heard({ id: "1700000000001", text: "one" });
    const conversation = { id: "a:elsewhere", conversationType: "personal", tenantId: TENANT };
    const other = await heard({ id: "1700000000001", text: "two", conversation });
    expect(other.id).not.toBe(first.id);
  });
});

describe("what iOS adds to a button's data reaches its schema (F06)", () => {
  test.each([
    ["an extra key", { elsewhere: "" }],
    ["nothing for data", null],
    ["a null", { phrase: null }],
  ])("%s", async (_, data) => {
    await bot.post(activityFrom(sam, press("take-back", data)));
    await bot.post(activityFrom(sam, submit("take-back", data ?? {})));
    expect(bot.loose.slice(-2)).toEqual([data ?? {}, data ?? {}]);
  });
});

describe("a search needs no chat (F15)", () => {
  const query = (parameters: unknown, more: object = {}) => ({
    type: "invoke",
    name: "composeExtension/query",
    value: { commandId: "search", parameters },
    conversation: { id: "19:a_b@unq.gbl.spaces", tenantId: TENANT },
    ...more,
  });
  const words = [{ name: "words", value: "vpn" }];
  test.each<[string, object, string]>([
    ["without a kind of chat", query(words), "You look for: vpn"],
    [
      "from a meeting's chat",
      query(words, { conversation: { id: "19:m", conversationType: "personal", tenantId: TENANT } }),
      "You look for: vpn",
    ],
    ["with a parameter without value", query([{ name: "words" }]), "You look for: "],
    ["with odd parameters", query([null, 5, { name: "initialRun" }, ...words]), "You look for: vpn"],
    ["without parameters", query(undefined), "You look for: "],
  ])("%s", async (_, more, text) => {
    const { body } = await bot.post(activityFrom(sam, more));
    expect(body).toEqual({ composeExtension: { type: "message", text } });
  });
});

describe("somebody from another organisation in a shared channel (F08)", () => {
  test("is told that Beckon helps people of its own, and is not kept", async () => {
    const from = {
      ...accountOf(hana),
      aadObjectId: "e0000000-0000-4000-8000-0000000000e1",
      tenantId: "f0000000-0000-4000-8000-0000000000f1",
    };
    const people = bot.addresses.people.size;
    const { body } = await bot.post(
      activityFrom(hana, { ...press("pick-up", { ticket: "BK-1", version: 1 }), ...channelThread, from }),
    );
    expect(body).toMatchObject({ value: expect.stringContaining("own organization only") });
    expect(bot.addresses.people.size).toBe(people);
    expect(bot.logged.at(-1)).toMatchObject({ name: "press.rejected", reason: "foreign_tenant" });
  });

  test("a tenant in capitals is the same tenant", async () => {
    const tenantId = TENANT.toUpperCase();
    const conversation = { id: "a:x", conversationType: "personal", tenantId };
    await bot.post(
      activityFrom(sam, {
        ...typed("stop"),
        conversation,
        channelData: { tenant: { id: tenantId } },
        recipient: BECKON,
      }),
    );
    expect(lastSaid()).toBe("Stopped.");
  });
});
