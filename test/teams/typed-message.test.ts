import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  activityFrom,
  BECKON,
  channelThread,
  chatOf,
  groupChat,
  MENTION,
  TENANT,
  THREAD,
  typed,
} from "../support/activities.ts";
import { hana, hugo, sam } from "../support/people.ts";
import { startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";

let bot: TeamsBot;
beforeAll(async () => {
  bot = await startTeamsBot();
});
afterAll(() => bot.close());

const inChannel = (text: string, ...entities: object[]) => ({ ...typed(text), ...channelThread, entities });
const lastSent = () => bot.connector.received.at(-1);

async function heard(activity: object): Promise<string | undefined> {
  const before = bot.utterances.length;
  await bot.post(activity);
  return bot.utterances.slice(before)[0]?.text;
}

describe("what somebody typed", () => {
  const hanas = { type: "mention", mentioned: { id: `29:${hana.id}`, name: "Hana" }, text: "<at>Hana</at>" };
  const texts: [string, string, object[], string][] = [
    ["is kept as it is", "my vpn keeps dropping", [], "my vpn keeps dropping"],
    ["loses the mention of Beckon", "<at>Beckon</at> hello", [MENTION], "hello"],
    [
      "loses two mentions of Beckon",
      "<at>Beckon</at> <at>Beckon</at>&nbsp;hello",
      [MENTION, MENTION],
      "hello",
    ],
    ["loses a mention that no entity tells of", '<at id="0">beckon</at> hello', [], "hello"],
    ["keeps other people's names", "hello <at>Hana</at>", [hanas], "hello Hana"],
    ["is plain characters", "a &lt;b&gt; &amp;amp; &quot;c&quot;&#39;\u00a0d", [], 'a <b> &amp; "c"\' d'],
    ["keeps its lines", "  one\ntwo  ", [], "one\ntwo"],
    ["is cut when it is endless", "x".repeat(9_000), [], "x".repeat(4_000)],
  ];

  test.each(texts)("%s", async (_, text, entities, expected) => {
    expect(await heard(activityFrom(sam, { ...typed(text), entities }))).toBe(expected);
  });

  test("tells who was mentioned where Teams does, each person once, and never Beckon", async () => {
    const whom = (aadObjectId: unknown, id = "29:x") => ({
      type: "mention",
      mentioned: { id, name: "Somebody", aadObjectId },
      text: "<at>Somebody</at>",
    });
    const entities = [
      ...[whom(hana.id.toUpperCase()), whom(hana.id), whom(sam.id), whom("no id"), whom(null), hanas],
      whom(hugo.id, BECKON.id),
    ];
    await bot.post(activityFrom(sam, { ...typed("check <at>Somebody</at>"), entities }));
    expect(bot.utterances.at(-1)?.mentioned).toEqual([hana.id, sam.id]);
  });

  test("stays cheap to read, whatever it is", async () => {
    const hostile = "<at".repeat(60_000);
    const began = performance.now();
    await heard(activityFrom(sam, typed(hostile)));
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("that Teams delivers twice is taken once, and its id tells who, where and which message", async () => {
    const before = bot.utterances.length;
    const activity = activityFrom(sam, typed("twice"));
    await Promise.all([bot.post(activity), bot.post(activity)]);
    await bot.post({ ...activity, id: "another" });
    const [first, other, ...more] = bot.utterances.slice(before).map(({ id }) => id);
    expect(more).toEqual([]);
    expect(other).not.toBe(first);
    const elsewhere = await startTeamsBot();
    await elsewhere.post(activity);
    expect(elsewhere.utterances.map(({ id }) => id)).toEqual([first]);
    await elsewhere.close();
  });
});

describe("a command", () => {
  test("is the whole message, in any case, as often as it is typed", async () => {
    for (const text of ["stop", "STOP", "stop"]) {
      await bot.post(activityFrom(sam, typed(text)));
      expect(lastSent()?.body.text).toBe("Stopped.");
    }
  });

  test("is not found inside a sentence", async () => {
    expect(await heard(activityFrom(sam, typed("please do not stop")))).toBe("please do not stop");
  });

  test("may leave the message to what comes after it", async () => {
    expect(await heard(activityFrom(sam, typed("pass")))).toBe("pass");
  });

  test("in a channel is answered in its thread", async () => {
    await bot.post(activityFrom(hugo, inChannel("<at>Beckon</at> stop", MENTION)));
    expect(lastSent()).toMatchObject({
      method: "POST",
      path: `/v3/conversations/${THREAD}/activities`,
      body: { text: "Stopped.", textFormat: "plain" },
    });
  });

  test("that answers with a card shows it to its asker only", async () => {
    await bot.post(activityFrom(sam, typed("hello")));
    await bot.post(activityFrom(sam, inChannel("<at>Beckon</at> card", MENTION)));
    expect(lastSent()?.path).toBe(`/v3/conversations/${chatOf(sam)}/activities`);
    expect(lastSent()?.body.summary).not.toBe("");
  });
});

describe("in a channel or group chat", () => {
  test("text that is no command is a new request, as in a personal chat", async () => {
    const activity = activityFrom(sam, {
      ...typed("<at>Beckon</at> my vpn"),
      ...groupChat,
      entities: [MENTION],
    });
    expect(await heard(activity)).toBe("my vpn");
  });

  test("messages that do not mention Beckon are ignored", async () => {
    const sent = bot.connector.received.length;
    await bot.post(activityFrom(sam, inChannel("stop")));
    expect(bot.connector.received).toHaveLength(sent);
  });
});

describe("refused", () => {
  const foreign = "f0000000-0000-4000-8000-000000000009";

  test("people of another tenant are told", async () => {
    const conversation = { id: "a:foreign", conversationType: "personal", tenantId: foreign };
    await bot.post(
      activityFrom(sam, { ...typed("stop"), conversation, channelData: { tenant: { id: foreign } } }),
    );
    expect(lastSent()).toMatchObject({ path: "/v3/conversations/a:foreign/activities" });
    expect(lastSent()?.body.text).toContain("own organization only");
    expect(bot.logged.at(-1)).toMatchObject({ name: "message.rejected", reason: "foreign_tenant" });
  });

  test("a guest without an account is told", async () => {
    await bot.post({ ...activityFrom(sam, typed("stop")), from: { id: "29:guest", name: "Guest" } });
    expect(lastSent()?.body.text).toContain("could not tell who you are");
  });

  test.each([
    ["another bot", { from: { ...BECKON, id: "28:other" } }],
    ["a message that did not come through Teams", { channelId: "webchat" }],
  ])("%s is not answered", async (_, more) => {
    const sent = bot.connector.received.length;
    await bot.post({ ...activityFrom(sam, typed("stop")), ...more });
    expect(bot.connector.received).toHaveLength(sent);
  });

  test("a connector elsewhere is not called", async () => {
    await bot.post({ ...activityFrom(sam, typed("stop")), serviceUrl: "https://evil.example/" });
    expect(bot.logged.at(-1)).toMatchObject({ name: "message.rejected", reason: "foreign_connector" });
  });

  test("nothing of it all was a request", () => {
    expect(bot.utterances.every(({ scope }) => scope.address.tenantId === TENANT)).toBe(true);
  });
});
