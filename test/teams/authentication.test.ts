import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { activityFrom, press, TENANT } from "../support/activities.ts";
import { sam } from "../support/people.ts";
import { startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";
import { startTokenIssuer, type TokenIssuer } from "../support/token-issuer.ts";

const APP_ID = "b0000000-0000-4000-8000-000000000001";
const SERVICE_URL = "https://smba.trafficmanager.net/emea/";
const MICROSOFT_TENANT = "d6d49420-f39b-4df7-a1dc-d59a935871db";

let issuer: TokenIssuer;
let bot: TeamsBot;
let presses = 0;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  bot = await startTeamsBot({ appId: APP_ID, anonymous: false, cloud: issuer.cloud });
});
beforeEach(() => {
  presses = bot.presses.length;
});
afterAll(async () => {
  await bot.close();
  await issuer.close();
});

const claims = { iss: "https://api.botframework.com", aud: APP_ID, serviceurl: SERVICE_URL };
const now = () => Math.floor(Date.now() / 1000);

const pressWith = (authorization: string | undefined, more: object = {}) =>
  bot.post(
    {
      ...activityFrom(sam, press("pick-up", { ticket: "BK-1", version: 1 })),
      serviceUrl: SERVICE_URL,
      ...more,
    },
    authorization === undefined ? {} : { authorization },
  );

test("a token of the connector for this bot is believed", async () => {
  expect(await pressWith(issuer.bearer(claims))).toMatchObject({
    status: 200,
    body: { value: "Picked up." },
  });
  expect(bot.presses.at(-1)?.caller.id).toBe(sam.id);
});

describe("a 401 that tells nothing, and no press", () => {
  const cases: [string, () => string | undefined, object?][] = [
    ["no token", () => undefined],
    ["an empty token", () => "Bearer "],
    ["no token at all, but words", () => "Bearer a.b.c"],
    ["another scheme", () => issuer.bearer(claims).replace("Bearer", "Basic")],
    [
      "a token for another bot",
      () => issuer.bearer({ ...claims, aud: "c0000000-0000-4000-8000-000000000001" }),
    ],
    ["a token without an audience", () => issuer.bearer({ ...claims, aud: undefined })],
    ["a token of another issuer", () => issuer.bearer({ ...claims, iss: "https://example.org" })],
    [
      "a token for another connector",
      () => issuer.bearer({ ...claims, serviceurl: "https://elsewhere.example" }),
    ],
    ["a token that expired an hour ago", () => issuer.bearer({ ...claims, exp: now() - 3_600 })],
    ["a token that is not valid yet", () => issuer.bearer({ ...claims, nbf: now() + 3_600 })],
    [
      "a token that names another tenant",
      () => issuer.bearer({ ...claims, tid: "c0000000-0000-4000-8000-000000000001" }),
    ],
    ["a token that a stranger signed", () => issuer.forged(claims)],
    ["a key that is not endorsed for the channel", () => issuer.bearer(claims), { channelId: "webchat" }],
    [
      "a token of Entra for the bot itself, which the SDK takes for the emulator's",
      () => issuer.bearer({ ...entra(MICROSOFT_TENANT), aud: APP_ID, appid: APP_ID, ver: "1.0" }),
    ],
    [
      "a token of any tenant for the bot itself, whose tenant the SDK would add to its list",
      () => issuer.bearer({ ...entra(TENANT), tid: TENANT, aud: APP_ID, appid: APP_ID, ver: "1.0" }),
    ],
    [
      "a token of another bot that calls Beckon as a skill",
      () =>
        issuer.bearer({
          ...claims,
          ver: "1.0",
          appid: "c0000000-0000-4000-8000-000000000001",
          iss: entra(TENANT).iss,
        }),
    ],
  ];

  test.each(cases)("%s", async (_, authorization, more) => {
    const answer = await pressWith(authorization(), more);
    expect(answer).toMatchObject({
      status: 401,
      body: { error: "unauthenticated", message: "A token of the Bot connector is required." },
    });
    expect(bot.presses).toHaveLength(presses);
  });

  test("and Entra's keys are never asked for: the SDK does not get to see such a token", () => {
    expect(issuer.asked).toContain("/connector");
    expect(issuer.asked).not.toContain("/entra");
  });

  const entra = (tenant: string) => ({ iss: `https://sts.windows.net/${tenant}/` });
});

test("a token that names the tenant of the activity is believed", async () => {
  expect(await pressWith(issuer.bearer({ ...claims, tid: TENANT }))).toMatchObject({ status: 200 });
});

test.each([[undefined], [[]], [["webchat"]], ["msteams"], [[7]], [null]])(
  "a key that is endorsed for %j vouches for nothing from Teams",
  async (channels) => {
    const careless = await startTokenIssuer();
    careless.endorse(channels);
    const bot = await startTeamsBot({ appId: APP_ID, anonymous: false, cloud: careless.cloud });
    const activity = {
      ...activityFrom(sam, press("pick-up", { ticket: "BK-1", version: 1 })),
      serviceUrl: SERVICE_URL,
    };
    expect(await bot.post(activity, { authorization: careless.bearer(claims) })).toMatchObject({
      status: 401,
    });
    expect(bot.presses).toHaveLength(0);
    await bot.close();
    await careless.close();
  },
);

test("the turn of a verified press asks nobody: no keys, no tokens, no client of the SDK", async () => {
  await pressWith(issuer.bearer(claims));
  const asked: string[] = [];
  const seen = (message: unknown) => {
    const { request } = message as { request: { origin?: string; host?: string; path?: string } };
    asked.push(`${request.origin ?? request.host}${request.path}`);
  };
  const channels = ["undici:request:create", "http.client.request.start"];
  for (const channel of channels) subscribe(channel, seen);
  expect(await pressWith(issuer.bearer(claims))).toMatchObject({ status: 200 });
  for (const channel of channels) unsubscribe(channel, seen);
  // The request of this test itself.
  expect(asked).toEqual([`${bot.url}/api/messages`]);
});

test("while the signing keys cannot be fetched, every token is refused with 503", async () => {
  const nowhere = "http://127.0.0.1:9/openid";
  const cloud = { ...issuer.cloud, openIdMetadataUrl: nowhere };
  const deaf = await startTeamsBot({ appId: APP_ID, anonymous: false, cloud });
  const activity = activityFrom(sam, press("pick-up", { ticket: "BK-1", version: 1 }));
  const headers = { authorization: issuer.bearer(claims) };
  expect(await deaf.post({ ...activity, serviceUrl: SERVICE_URL }, headers)).toMatchObject({
    status: 503,
    body: { error: "unavailable" },
  });
  expect(deaf.presses).toHaveLength(0);
  await deaf.close();
});
