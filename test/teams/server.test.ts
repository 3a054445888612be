import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountOf, activityFrom, BECKON, press, TENANT, typed } from "../support/activities.ts";
import { sam } from "../support/people.ts";
import { speakPseudo, untranslated } from "../support/pseudo-language.ts";
import { startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";

describe("POST /api/messages", () => {
  let bot: TeamsBot;
  beforeAll(async () => {
    bot = await startTeamsBot({ bodyLimit: 4_096 });
  });
  afterAll(() => bot.close());

  const send = async (body: string, type = "application/json") => {
    const headers = { "content-type": type };
    const answer = await fetch(`${bot.url}/api/messages`, { method: "POST", headers, body });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  };

  test("more bytes than allowed are a 413 that says how many may be sent", async () => {
    const answer = await send(JSON.stringify({ text: "x".repeat(5_000) }));
    expect(answer).toEqual({
      status: 413,
      body: { error: "too-large", message: "The body may have 4096 bytes at most." },
    });
  });

  test.each([
    ["text that is no JSON", "{not json", "application/json"],
    ["JSON sent as something else", "{}", "text/plain"],
    ["no body at all", "", "application/json"],
    ["a key that would change every object", '{"__proto__":{"admin":true}}', "application/json"],
  ])("%s is a 400", async (_, body, type) => {
    expect(await send(body, type)).toMatchObject({ status: 400, body: { error: "not-json" } });
  });

  test.each([
    ["a list", "[]"],
    ["null", "null"],
    ["an object without a type", "{}"],
    ["an activity without a conversation", '{"type":"message","channelId":"msteams","serviceUrl":"x"}'],
  ])("%s is a 400", async (_, body) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { error: "not-an-activity" } });
    expect(bot.logged.at(-1)).toMatchObject({ name: "request.rejected", status: 400 });
  });

  test("what is turned away is logged by its fields, without what it says", async () => {
    await send('{"type":"message","channelId":"msteams","serviceUrl":"x","text":"secret"}');
    expect(bot.logged.at(-1)).toMatchObject({
      name: "request.rejected",
      reason: "not-an-activity",
      fields: "conversation",
    });
    await send("{secret");
    expect(bot.logged.at(-1)).toMatchObject({ name: "request.rejected", reason: "not-json", bytes: 7 });
    await send(JSON.stringify({ text: "secret".repeat(1_000) }));
    expect(bot.logged.at(-1)).toMatchObject({ name: "request.rejected", reason: "too-large", status: 413 });
    expect(JSON.stringify(bot.logged)).not.toContain("secret");
  });

  describe("with too much of something", () => {
    let big: TeamsBot;
    beforeAll(async () => {
      big = await startTeamsBot();
    });
    afterAll(() => big.close());
    const long = "x".repeat(2_000);
    const many = (count: number, item: unknown) => Array.from({ length: count }, () => item);
    const sams = accountOf(sam);

    test.each<[string, object]>([
      ["a type", { type: long }],
      ["an id", { id: long }],
      ["a connector", { serviceUrl: `https://smba.trafficmanager.net/${long}` }],
      ["a conversation", { conversation: { id: long, conversationType: "personal", tenantId: TENANT } }],
      ["a kind of conversation", { conversation: { id: "a:1", conversationType: long, tenantId: TENANT } }],
      ["an account", { from: { ...sams, id: long } }],
      ["a person's id", { from: { ...sams, aadObjectId: long } }],
      ["a name", { from: { ...sams, name: long } }],
      ["a role", { from: { ...sams, role: long } }],
      ["the recipient", { recipient: { ...BECKON, id: long } }],
      ["the channel", { channelData: { tenant: { id: TENANT }, channel: { id: long } } }],
      ["an event's name", { channelData: { tenant: { id: TENANT }, eventType: long } }],
      ["a locale", { locale: long }],
      ["a time zone", { localTimezone: long }],
      ["a moment", { localTimestamp: long }],
      ["entities", { entities: many(300, { type: "x" }) }],
      ["an entity's type", { entities: [{ type: long }] }],
      ["attachments", { attachments: many(200, { contentType: "image/png" }) }],
      ["an attachment's type", { attachments: [{ contentType: long }] }],
      ["an attachment's name", { attachments: [{ contentType: "image/png", name: long }] }],
      ["members", { type: "conversationUpdate", membersAdded: many(2_001, { id: "29:1" }) }],
      ["keys of a card", { value: Object.fromEntries(many(300, 0).map((_, i) => [`k${i}`, i])) }],
      ["one key of a card", { value: { [long]: 1 } }],
      ["values of a card", { value: { list: many(30_000, 1) } }],
    ])("%s, an activity is a 400 and no turn", async (_, more) => {
      const logged = big.logged.length;
      const answer = await big.post({ ...activityFrom(sam, typed("hello")), ...more });
      expect(answer).toMatchObject({
        status: 400,
        body: { error: expect.stringMatching(/^(too-much|not-an-activity)$/) },
      });
      expect(big.logged.slice(logged)).toEqual([expect.objectContaining({ name: "request.rejected" })]);
    });

    test.each([1_001, 10_000, 100_000])("%i lists in one another, an activity is a 400", async (depth) => {
      const body = JSON.stringify({
        serviceUrl: big.connector.serviceUrl,
        ...activityFrom(sam, press("take-back", { deep: "HERE" })),
      }).replace('"HERE"', `${"[".repeat(depth)}${"]".repeat(depth)}`);
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${big.url}/api/messages`, { method: "POST", headers, body });
      expect(answer.status).toBe(400);
    });

    test("text is cut and the person is told", async () => {
      await big.post(activityFrom(sam, typed("word ".repeat(10_000))));
      expect(big.utterances.at(-1)).toMatchObject({ isCut: true });
      expect(big.utterances.at(-1)?.text.length).toBeLessThanOrEqual(4_000);
    });
  });

  test.each(["\\ud800", "\\udc00", "\\uDBFFx", "\\u0000", "\\ud800\\ud800"])(
    "half a character or NUL (%s) in any id makes no fault",
    async (half) => {
      const errors = () => bot.logged.filter(({ level }) => level === "error").length;
      const before = errors();
      const base = {
        serviceUrl: bot.connector.serviceUrl,
        ...activityFrom(sam, press("take-back", { a: "HERE" })),
      };
      for (const more of [
        { id: "f:HERE" },
        { conversation: { ...base.conversation, id: "a:HERE" } },
        { from: { ...accountOf(sam), id: "29:HERE", name: "Sam HERE" } },
        { replyToId: "HERE" },
        { value: { action: { verb: "take-back", data: { HERE: "HERE", deep: [{ HERE: ["HERE"] }] } } } },
        { ...typed("stop HERE"), id: "HERE" },
      ]) {
        const { status } = await send(JSON.stringify({ ...base, ...more }).replaceAll("HERE", half));
        expect(status).toBe(200);
      }
      expect(errors()).toBe(before);
      expect(bot.connector.received.map(({ path }) => path).join()).not.toContain("%00");
    },
  );

  test("a whole character that is written as two escapes stays what it is", async () => {
    const sent = {
      serviceUrl: bot.connector.serviceUrl,
      ...activityFrom(sam, typed("HERE \\ue9 \\\\ud800")),
    };
    await send(JSON.stringify(sent).replace("HERE", "\\ud83d\\ude00"));
    expect(bot.utterances.at(-1)?.text).toContain("\u{1f600}");
  });

  const tenant = { id: TENANT };
  test.each([
    ["a tenant without an id", { channelData: { tenant: { id: null } } }],
    ["entities that are none", { entities: [null, 3, { type: 7 }] }],
    ["a channel without an id", { channelData: { tenant, channel: {}, team: null, settings: "x" } }],
    ["channel data that are a text", { channelData: "x" }],
    ["attachments of another shape", { attachments: [null, { contentType: 5 }, "x"] }],
    ["attachments that are no list", { attachments: {} }],
    ["numbers as names", { recipient: { ...BECKON, name: 5 }, locale: 5, localTimezone: {}, name: 1 }],
    [
      "a mention without a text",
      { entities: [{ type: "mention", mentioned: { id: 5 } }, { type: "mention" }] },
    ],
    ["members of another shape", { membersAdded: "x", membersRemoved: [null] }],
    ["a reply to a number", { replyToId: 5, action: [] }],
    ["a name that is none", { from: { ...accountOf(sam), name: 5, role: {} } }],
    ["an id that is none", { id: 5 }],
  ])("%s turns no stop away (F11)", async (_, more) => {
    expect(await bot.post({ ...activityFrom(sam, typed("stop")), ...more })).toMatchObject({ status: 200 });
    expect(bot.connector.received.at(-1)?.body.text).toBe("Stopped.");
  });

  test("nor does a lone backslash in the name of a team (F11)", async () => {
    const { serviceUrl } = bot.connector;
    const channelData = { tenant, team: { name: 'Test#Project \\ "quoted" \u00e9' } };
    const body = JSON.stringify({ serviceUrl, ...activityFrom(sam, typed("stop")), channelData });
    expect(await send(body.replace("#", "\\"))).toMatchObject({ status: 200 });
    expect(bot.connector.received.at(-1)?.body.text).toBe("Stopped.");
  });

  test("an activity of a kind that Beckon does not know is taken and left alone", async () => {
    expect(await bot.post(activityFrom(sam, { type: "typing" }))).toMatchObject({ status: 200, text: "" });
  });

  test("a turn in flight is finished when the server closes", async () => {
    const closing = await startTeamsBot();
    const release = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    closing.answer(async () => {
      reached.resolve();
      await release.promise;
      return { say: "Late." };
    });
    const turn = closing.post(activityFrom(sam, press("pick-up", { ticket: "BK-1", version: 1 })));
    await reached.promise;
    const closed = closing.close();
    release.resolve();
    expect(await turn).toMatchObject({ status: 200, body: { value: "Late." } });
    await closed;
  });
});

test("GET /healthz answers while the bot lives; every other address is a 404", async () => {
  const bot = await startTeamsBot();
  expect(await (await fetch(`${bot.url}/healthz`)).json()).toEqual({ ok: true });
  expect((await fetch(`${bot.url}/secrets`)).status).toBe(404);
  expect((await fetch(`${bot.url}/api/messages`)).status).toBe(404);
  await bot.close();
});

test("the pages that the manifest names are there in the language of the browser, and need nothing from elsewhere", async () => {
  const bot = await startTeamsBot();
  for (const [path, words] of [
    ["/", "Support requests"],
    ["/privacy", "keeps about you"],
    ["/terms", "without warranty"],
  ]) {
    const page = await fetch(`${bot.url}${path}`);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain(words);
    expect(html).not.toMatch(/https?:\/\//);
  }
  speakPseudo();
  for (const path of ["/", "/privacy", "/terms"]) {
    const page = await fetch(`${bot.url}${path}`, { headers: { "accept-language": "el-GR,en;q=0.8" } });
    const [, title = "", body = ""] = /<title>(.*)<\/title>.*<h1>(.*)<\/html>/s.exec(await page.text()) ?? [];
    expect(body.length).toBeGreaterThan(100);
    expect(untranslated(`${title} ${body.replace(/<.*?>|Microsoft (Teams|Graph)|MIT|Graph/g, "")}`)).toEqual(
      [],
    );
  }
  await bot.close();
});

test("/privacy says what the tables of the database hold in plain", async () => {
  const bot = await startTeamsBot();
  const html = await (await fetch(`${bot.url}/privacy`)).text();
  // people.name, tickets.subject, sessions.device_name and device_model, ticket_words, contacts: see docs/audit.md.
  for (const plain of [
    "your name",
    "the subject of a request",
    "the name and model of its device",
    "every single word of requests, notes, outcomes and feedback",
    "your language, your time zone and the addresses of your chat",
  ]) {
    expect(html).toContain(plain);
  }
  expect(html).not.toContain("Names and words are sealed with a key of your own.");
  await bot.close();
});

describe("a bot that anybody could talk to does not start", () => {
  test("without an app id", async () => {
    await expect(startTeamsBot({ anonymous: false })).rejects.toThrow("an app id is required");
  });

  test("without a tenant", async () => {
    await expect(startTeamsBot({ tenants: [] })).rejects.toThrow("at least one tenant");
  });

  test("without tokens on anything but loopback", async () => {
    await expect(startTeamsBot({}, "0.0.0.0")).rejects.toThrow("listens on loopback only");
  });
});
