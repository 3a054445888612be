import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Roster } from "../../src/ports/messenger.ts";
import { MessageFault, type Messenger } from "../../src/ports/messenger.ts";
import { TEAMS_DEFAULTS, type TeamsConfig } from "../../src/teams/config.ts";
import { createConnector } from "../../src/teams/connector.ts";
import { servesTeams } from "../../src/teams/service-hosts.ts";
import { HELPDESK, TENANT, THREAD } from "../support/activities.ts";
import { type FakeConnector, startFakeConnector } from "../support/fake-connector.ts";
import { sam } from "../support/people.ts";

const APP_ID = "b0000000-0000-4000-8000-000000000001";
const config: TeamsConfig = { ...TEAMS_DEFAULTS, appId: APP_ID, anonymous: true, tenants: [TENANT] };
const NOW = Date.parse("2026-11-22T12:00:00Z");
let now = NOW;
const clock = { now: () => now };
const message = { card: { type: "AdaptiveCard" }, summary: "A request", alert: false };

let connector: FakeConnector;
let messenger: Messenger & Roster;
beforeEach(async () => {
  now = NOW;
  connector = await startFakeConnector();
  messenger = createConnector({ config, clock, credential: null });
});
afterEach(() => connector.close());

const at = (conversationId: string) => ({
  conversationId,
  tenantId: TENANT,
  serviceUrl: connector.serviceUrl,
});

async function faultOf(sending: Promise<unknown>): Promise<MessageFault> {
  const fault: unknown = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(fault instanceof MessageFault)) throw new Error(`no fault, but ${fault}`);
  return fault;
}

describe("a card", () => {
  test("is sent alone, with a summary for the notification", async () => {
    expect(await messenger.post(at("a:1"), message)).toEqual({ activityId: "1700000000001" });
    expect(connector.received).toEqual([
      {
        method: "POST",
        path: "/v3/conversations/a:1/activities",
        authorization: undefined,
        body: {
          from: { id: `28:${APP_ID}` },
          conversation: { id: "a:1" },
          type: "message",
          summary: "A request",
          attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: message.card }],
        },
      },
    ]);
  });

  test("with an alert reaches the activity feed", async () => {
    await messenger.post(at("a:1"), { ...message, alert: true });
    expect(connector.received[0]?.body.channelData).toEqual({ notification: { alert: true } });
  });

  test("posted in a channel is known by the id of the message, not of its thread", async () => {
    expect(await messenger.post(at(HELPDESK), message)).toEqual({ activityId: "1700000000001" });
  });

  test("is replaced in place", async () => {
    await messenger.update(at(THREAD), "1700000000000", message);
    expect(connector.received[0]).toMatchObject({
      method: "PUT",
      path: `/v3/conversations/${THREAD}/activities/1700000000000`,
      body: { id: "1700000000000", attachments: [{ content: message.card }] },
    });
  });
});

test("a line of text is plain: Markdown in it is no link", async () => {
  await messenger.say(at(THREAD), "[here](https://evil.example)");
  expect(connector.received[0]?.body).toMatchObject({
    text: "[here](https://evil.example)",
    textFormat: "plain",
  });
});

test("a personal chat is opened by the Entra id", async () => {
  const person = { entraId: sam.id, tenantId: TENANT };
  expect(await messenger.openPersonalChat(person, connector.serviceUrl)).toEqual(at("a:chat-1700000000001"));
  expect(connector.received[0]).toMatchObject({
    path: "/v3/conversations",
    body: {
      isGroup: false,
      bot: { id: `28:${APP_ID}` },
      members: [{ id: sam.id }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    },
  });
});

describe("an answer of the connector means", () => {
  const onPost: [number, string, string][] = [
    [403, "ConversationBlockedByUser", "blocked"],
    [403, "BotNotInConversationRoster", "blocked"],
    [403, "BotDisabledByAdmin", "blocked"],
    [403, "ForbiddenOperationException", "blocked"],
    [403, "MessageWritesBlocked", "blocked"],
    [403, "InvalidBotApiHost", "rejected"],
    [403, "NotEnoughPermissions", "rejected"],
    [404, "ConversationNotFound", "blocked"],
    [412, "PreconditionFailed", "throttled"],
    [429, "Throttled", "throttled"],
    [413, "MessageSizeTooBig", "too-large"],
    [400, "MessageSizeTooBig", "too-large"],
    [400, "BadArgument", "rejected"],
    [401, "BotNotRegistered", "rejected"],
    [308, "", "rejected"],
    [408, "", "unknown"],
    [500, "ServiceError", "unknown"],
    [502, "", "unknown"],
    [503, "", "unknown"],
    [504, "", "unknown"],
  ];

  test.each(onPost)("%i %s to a post: %s", async (status, code, kind) => {
    connector.next({ status, code });
    const fault = await faultOf(messenger.post(at("a:1"), message));
    expect(fault.kind).toBe(kind);
    expect(fault.message).not.toContain("secret");
    expect(connector.received).toHaveLength(1);
  });

  const onUpdate: [number, string, string][] = [
    [404, "ActivityNotFoundInConversation", "gone"],
    [404, "", "gone"],
    // Whether the chat is gone is for the next post to say: a moved connector answers an update so, too.
    [404, "ConversationNotFound", "gone"],
    [403, "ServiceError", "gone"],
    [403, "ConversationBlockedByUser", "gone"],
    [400, "BadArgument", "gone"],
    [403, "InvalidBotApiHost", "rejected"],
    [401, "BotNotRegistered", "rejected"],
    [400, "MessageSizeTooBig", "too-large"],
  ];

  test.each(onUpdate)("%i %s to an update: %s", async (status, code, kind) => {
    connector.next({ status, code });
    expect((await faultOf(messenger.update(at("a:1"), "1", message))).kind).toBe(kind);
  });
});

describe("throttled: the wait", () => {
  const waits: [string, Record<string, string>, number][] = [
    ["in seconds", { "retry-after": "7" }, 7_000],
    ["as a date", { "retry-after": "Sun, 22 Nov 2026 12:00:30 GMT" }, 30_000],
    [
      "as a date that is over, because our clock is ahead",
      { "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT" },
      1_000,
    ],
    ["told as none", { "retry-after": "0" }, 1_000],
    ["not told", {}, 1_000],
    ["told as nonsense", { "retry-after": "soon" }, 1_000],
    ["told as an hour", { "retry-after": "3600" }, 3_600_000],
    ["told as for ever", { "retry-after": "99999999" }, 3_600_000],
  ];

  test.each(waits)("%s", async (_, headers, retryAfter) => {
    connector.next({ status: 429, headers });
    expect(await faultOf(messenger.post(at("a:1"), message))).toMatchObject({
      kind: "throttled",
      retryAfter,
    });
  });
});

describe("no answer", () => {
  test("in time: the message may have arrived, and is not sent again", async () => {
    const hasty = createConnector({ config: { ...config, sendTimeout: 50 }, clock, credential: null });
    connector.next("silent");
    expect((await faultOf(hasty.post(at("a:1"), message))).kind).toBe("unknown");
    expect(connector.received).toHaveLength(1);
  });

  test("because the connection broke: the same", async () => {
    connector.next("reset");
    expect((await faultOf(messenger.post(at("a:1"), message))).kind).toBe("unknown");
    expect(connector.received).toHaveLength(1);
  });

  test("because the connection was refused: nothing was sent, so it may be sent again", async () => {
    const gone = await startFakeConnector();
    await gone.close();
    const address = { ...at("a:1"), serviceUrl: gone.serviceUrl };
    expect(await faultOf(messenger.post(address, message))).toMatchObject({
      kind: "throttled",
      retryAfter: 2_000,
    });
  });
});

describe("hosts", () => {
  const guarded = () => createConnector({ config: { ...config, anonymous: false }, clock, credential: null });

  test.each([
    "https://evil.example/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://eviltrafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "http://smba.trafficmanager.net/emea/",
    "ftp://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:8443/emea/",
    "https://a.smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net./emea/",
    "https://smba.trafficmanager.net/emea/?to=",
    "https://smba.trafficmanager.net/emea/#",
    "https://user@smba.trafficmanager.net/emea/",
    "https://user:word@smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net\u3002evil.example/",
    "https://smb\u0430.trafficmanager.net/emea/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::1]/",
    "https://127.0.0.1/",
    "not a url",
    "",
  ])("%s is not written to", async (serviceUrl) => {
    const fault = await faultOf(guarded().post({ ...at("a:1"), serviceUrl }, message));
    expect(fault).toMatchObject({ kind: "rejected", message: expect.stringContaining("allowed hosts") });
  });

  test.each([
    ["https://smba.trafficmanager.net/emea/", true],
    ["https://SMBA.TrafficManager.NET:443/emea", true],
    ["https://connector.example:8443/", true],
    ["https://connector.example/", false],
    ["https://[2001:db8:0::1]/", true],
    ["https://[2001:db8::2]/", false],
  ])("%s with hosts that are named with and without a port: %s", (serviceUrl, isServed) => {
    const serviceHosts = ["smba.trafficmanager.net", "connector.example:8443", "[2001:db8::1]"];
    expect(servesTeams(serviceUrl, { ...config, anonymous: false, serviceHosts })).toBe(isServed);
  });

  test("the playground writes to loopback and nowhere else", async () => {
    const address = { ...at("a:1"), serviceUrl: "https://smba.trafficmanager.net/emea/" };
    expect((await faultOf(messenger.post(address, message))).kind).toBe("rejected");
    expect(connector.received).toHaveLength(0);
  });
});

describe("who belongs to a channel", () => {
  test("is asked of Teams by the Entra id, with the same token and no body", async () => {
    connector.next({ status: 200 });
    expect(await messenger.has(at(HELPDESK), sam.id)).toBe(true);
    expect(connector.received[0]).toMatchObject({
      method: "GET",
      path: `/v3/conversations/${HELPDESK}/members/${sam.id}`,
    });
  });

  test.each([404, 403, 429, 500])("is unknown when Teams answers %i", async (status) => {
    connector.next({ status });
    expect(await messenger.has(at(HELPDESK), sam.id)).toBe(false);
  });

  test("is asked once in ten minutes, also when it is a no", async () => {
    connector.next({ status: 404 }, { status: 200 }, { status: 404 });
    const MINUTE = 60_000;
    const told: boolean[] = [];
    for (const minutes of [0, 10, 1, 9, 2]) {
      now += minutes * MINUTE;
      told.push(await messenger.has(at(HELPDESK), sam.id));
    }
    expect(told).toEqual([false, false, true, true, false]);
    expect(connector.received).toHaveLength(3);
  });

  test("is asked of no foreign host", async () => {
    const foreign = { ...at(HELPDESK), serviceUrl: "https://evil.example/" };
    expect(await messenger.has(foreign, sam.id)).toBe(false);
    expect(connector.received).toEqual([]);
  });
});
