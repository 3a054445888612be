import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  accountOf,
  activityFrom,
  BECKON,
  channelThread,
  chatOf,
  groupChat,
  personalChat,
  press,
  submit,
  TENANT,
  THREAD,
} from "../support/activities.ts";
import { hana, hugo, sam } from "../support/people.ts";
import { notice, startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";

let bot: TeamsBot;
beforeAll(async () => {
  bot = await startTeamsBot();
});
afterAll(() => bot.close());
afterEach(() => bot.answer(async () => ({ say: "Picked up." })));

const data = { ticket: "BK-1042", version: 3 };
const message = (value: unknown) => ({
  status: 200,
  body: { statusCode: 200, type: "application/vnd.microsoft.activity.message", value },
});

/** The press that reached the conversation; fails when none or several did. */
async function pressed(...activities: object[]) {
  const before = bot.presses.length;
  for (const activity of activities) await bot.post(activity);
  const [only, ...others] = bot.presses.slice(before);
  expect(others).toHaveLength(activities.length - 1);
  if (only === undefined) throw new Error("no press reached the conversation");
  return { ...only, others };
}

describe("a press becomes who, where and what", () => {
  test("in a channel", async () => {
    const seen = await pressed(activityFrom(hana, { ...press("pick-up", data), ...channelThread }));
    expect(seen).toMatchObject({
      verb: "pick-up",
      data,
      messageId: "1700000000001",
      caller: { id: hana.id, name: "Hana Weber", locale: "en-IE", timeZone: "Europe/Berlin" },
      scope: {
        kind: "channel",
        address: { conversationId: THREAD, tenantId: TENANT, serviceUrl: bot.connector.serviceUrl },
      },
    });
  });

  test("in a personal and in a group chat", async () => {
    const activity = activityFrom(sam, press("pick-up", data));
    expect((await pressed(activity)).scope.kind).toBe("personal");
    expect((await pressed({ ...activity, ...groupChat })).scope.kind).toBe("group");
  });

  test("a client that tells neither language nor zone reads as it did before", async () => {
    const silent = { ...activityFrom(sam, press("pick-up", data)), entities: [], locale: undefined };
    expect((await pressed(silent)).caller).toMatchObject({ locale: "en-IE", timeZone: "Europe/Berlin" });
  });

  test("Teams' own keys do not reach the schema", async () => {
    const withKeys = { ...data, verb: "pick-up", msteams: { type: "x" } };
    expect((await pressed(activityFrom(sam, press("pick-up", withKeys)))).data).toEqual(data);
  });
});

describe("one press has one id", () => {
  test("when Teams delivers it twice, with the same activity id or a new one", async () => {
    const first = activityFrom(sam, press("pick-up", data));
    const again = activityFrom(sam, press("pick-up", { version: 3, ticket: "BK-1042" }));
    const { id, others } = await pressed(first, first, again);
    expect(others.map((other) => other.id)).toEqual([id, id]);
  });

  test("whether the client knows Action.Execute or only its fallback", async () => {
    const execute = activityFrom(sam, press("pick-up", data));
    const { id, others } = await pressed(execute, activityFrom(sam, submit("pick-up", data)));
    expect(others[0]?.id).toBe(id);
  });

  test.each([
    ["somebody else", activityFrom(hana, press("pick-up", data))],
    ["a newer card", activityFrom(sam, press("pick-up", { ...data, version: 4 }))],
    ["other words", activityFrom(sam, press("pick-up", { ...data, note: "x" }))],
  ])("and %s makes it another", async (_, other) => {
    const { id, others } = await pressed(activityFrom(sam, press("pick-up", data)), other);
    expect(others[0]?.id).not.toBe(id);
  });
});

describe("a press is answered", () => {
  const activity = activityFrom(sam, press("pick-up", data));

  test("with words", async () => {
    expect(await bot.post(activity)).toMatchObject(message("Picked up."));
  });

  test("with a card for its presser alone: nothing is sent to the chat", async () => {
    bot.answer(async () => ({ show: notice("Yours now") }));
    const sent = bot.connector.received.length;
    const { body } = await bot.post(activity);
    expect(body).toMatchObject({
      statusCode: 200,
      type: "application/vnd.microsoft.card.adaptive",
      value: { type: "AdaptiveCard" },
    });
    expect(JSON.stringify(body)).toContain("Yours now");
    expect(bot.connector.received).toHaveLength(sent);
  });

  test("when there is nothing to add", async () => {
    bot.answer(async () => ({ nothing: true }));
    expect(await bot.post(activity)).toMatchObject(message("Done."));
  });
});

describe("the fallback of an old client is answered to its presser alone", () => {
  const fallback = { ...submit("pick-up", data), ...channelThread };
  const lastSent = () => bot.connector.received.at(-1);

  test("in their personal chat when they have one", async () => {
    await bot.post(activityFrom(sam, submit("pick-up", data)));
    expect(lastSent()?.path).toBe(`/v3/conversations/${chatOf(sam)}/activities`);
    bot.answer(async () => ({ show: notice("For you") }));
    await bot.post(activityFrom(sam, fallback));
    expect(lastSent()).toMatchObject({
      path: `/v3/conversations/${chatOf(sam)}/activities`,
      body: { attachments: [{ contentType: "application/vnd.microsoft.card.adaptive" }] },
    });
  });

  test("with a hint in the thread when they have none", async () => {
    bot.answer(async () => ({ say: "a private word" }));
    await bot.post(activityFrom(hugo, fallback));
    expect(lastSent()).toMatchObject({
      path: `/v3/conversations/${THREAD}/activities`,
      body: { text: "Please open a personal chat with Beckon; the answer is for you only." },
    });
  });
});

describe("refused with words, logged, and not handed on", () => {
  const from = (more: object) => ({ from: { ...accountOf(sam), ...more } });
  const place = (conversation: object, channelData: object = {}) => ({
    conversation: { ...personalChat(sam).conversation, ...conversation },
    channelData: { tenant: { id: TENANT }, ...channelData },
  });
  const foreign = "f0000000-0000-4000-8000-000000000009";
  const refusals: [string, object, string, string][] = [
    [
      "another tenant",
      place({ tenantId: foreign }, { tenant: { id: foreign } }),
      "foreign_tenant",
      "own organization",
    ],
    [
      "a tenant that the activity contradicts",
      place({ tenantId: foreign }),
      "foreign_tenant",
      "own organization",
    ],
    [
      "no tenant",
      { ...place({ tenantId: undefined }), channelData: {} },
      "foreign_tenant",
      "own organization",
    ],
    ["an anonymous guest of a meeting", from({ aadObjectId: undefined }), "no_identity", "who you are"],
    ["an id that is none", from({ aadObjectId: "sam" }), "no_identity", "who you are"],
    ["nobody", { from: undefined }, "no_identity", "who you are"],
    ["a bot", from({ id: "28:another" }), "bot", "people only"],
    ["a skill", from({ role: "skill" }), "bot", "people only"],
    ["a chat of another kind", place({ conversationType: "meeting" }), "unknown_chat", "kind of chat"],
    ["a chat without a kind", place({ conversationType: undefined }), "unknown_chat", "kind of chat"],
    ["another channel than Teams", { channelId: "webchat" }, "not_teams", "Microsoft Teams only"],
    [
      "a connector elsewhere",
      { serviceUrl: "https://evil.example/" },
      "foreign_connector",
      "does not know the service",
    ],
    [
      "a refresh that no person asked for",
      press("pick-up", data, "automatic"),
      "automatic",
      "Nothing was changed",
    ],
    [
      "a field that is missing",
      press("pick-up", { ticket: "BK-1" }),
      "malformed",
      "Please check this again: version",
    ],
    [
      "a field that is too long",
      press("pick-up", { ...data, ticket: "B".repeat(99) }),
      "malformed",
      "check this again: ticket",
    ],
    ["a field too many", press("pick-up", { ...data, role: "lead" }), "malformed", "could not read"],
    ["data that is no object", press("pick-up", "BK-1"), "malformed", "could not read"],
  ];

  test.each(refusals)("%s", async (_, more, reason, words) => {
    const before = bot.presses.length;
    const answer = await bot.post({ ...activityFrom(sam, press("pick-up", data)), ...more });
    expect(answer).toMatchObject(message(expect.stringContaining(words)));
    expect(bot.presses).toHaveLength(before);
    expect(bot.logged.at(-1)).toMatchObject({ name: "press.rejected", reason, verb: "pick-up" });
  });

  test("an unknown verb", async () => {
    const answer = await bot.post(activityFrom(sam, press("grant-everything", data)));
    expect(answer).toMatchObject(message(expect.stringContaining("does not know this button")));
  });

  test("an unknown verb, from an old client", async () => {
    await bot.post(activityFrom(sam, submit("grant-everything", data)));
    expect(bot.connector.received.at(-1)?.body.text).toContain("does not know this button");
  });

  test("an invoke of another kind", async () => {
    const answer = await bot.post(activityFrom(sam, { type: "invoke", name: "signin/failure", value: {} }));
    expect(answer).toMatchObject(message(expect.stringContaining("does not know this button")));
  });

  test("who is refused is not kept as somebody to write to", async () => {
    const guest = { id: "29:guest", name: "Guest" };
    const people = bot.addresses.people.size;
    await bot.post({ ...activityFrom(sam, press("pick-up", data)), from: guest });
    await bot.post({ ...activityFrom(sam, press("pick-up", data)), from: BECKON });
    expect(bot.addresses.people.size).toBe(people);
  });
});
