import type { TokenCredential } from "@azure/identity";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MessageFault } from "../../src/ports/messenger.ts";
import { createBearer } from "../../src/teams/bearer.ts";
import { TEAMS_DEFAULTS } from "../../src/teams/config.ts";
import { createConnector } from "../../src/teams/connector.ts";
import { TENANT } from "../support/activities.ts";
import { type FakeConnector, startFakeConnector } from "../support/fake-connector.ts";

const HOUR = 3_600_000;
const config = { ...TEAMS_DEFAULTS, appId: "b", anonymous: true, tenants: [TENANT] };

let fake: FakeConnector;
beforeAll(async () => {
  fake = await startFakeConnector();
});
afterAll(() => fake.close());

/** Entra, giving a new token each time it is asked, for one hour. */
function startEntra() {
  let now = 0;
  const asked: string[] = [];
  const credential: TokenCredential = {
    async getToken(scopes) {
      asked.push(String(scopes));
      return { token: `token-${asked.length}`, expiresOnTimestamp: now + HOUR };
    },
  };
  const messenger = createConnector({ config, clock: { now: () => now }, credential });
  const say = () =>
    messenger.say({ serviceUrl: fake.serviceUrl, conversationId: "a:1", tenantId: TENANT }, "hello");
  const lastToken = () => fake.received.at(-1)?.authorization;
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { asked, say, lastToken, pass };
}

describe("the token that Beckon sends with", () => {
  test("is asked for once, however many messages wait for it", async () => {
    const { asked, say, lastToken } = startEntra();
    await Promise.all([say(), say(), say()]);
    await say();
    expect(asked).toEqual(["https://api.botframework.com/.default"]);
    expect(lastToken()).toBe("Bearer token-1");
  });

  test("is renewed five minutes before it ends", async () => {
    const { say, lastToken, pass } = startEntra();
    await say();
    pass(HOUR - 6 * 60_000);
    await say();
    expect(lastToken()).toBe("Bearer token-1");
    pass(60_000);
    await say();
    expect(lastToken()).toBe("Bearer token-2");
  });

  test("is dropped when the connector does not accept it", async () => {
    const { say, lastToken } = startEntra();
    fake.next({ status: 401 });
    await expect(say()).rejects.toMatchObject({ kind: "rejected" });
    await say();
    expect(lastToken()).toBe("Bearer token-2");
  });

  test("is not waited for longer than a message may take, and asked for afresh by the next one", async () => {
    let asked = 0;
    const silent: TokenCredential = {
      async getToken() {
        asked += 1;
        return asked === 1 ? await new Promise(() => {}) : { token: "late", expiresOnTimestamp: HOUR };
      },
    };
    const bearer = createBearer(silent, "scope", { now: () => 0 }, 20);
    const waiting = await Promise.allSettled([bearer.token(), bearer.token()]);
    expect(waiting.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await bearer.token()).toBe("late");
    expect(asked).toBe(2);
  });
});

test("without a token nothing is sent: to wait and send again is safe", async () => {
  let works = false;
  const credential: TokenCredential = {
    async getToken() {
      if (!works) throw new Error("AADSTS90033");
      return { token: "late", expiresOnTimestamp: HOUR };
    },
  };
  const messenger = createConnector({ config, clock: { now: () => 0 }, credential });
  const address = { serviceUrl: fake.serviceUrl, conversationId: "a:1", tenantId: TENANT };
  const sent = fake.received.length;
  await expect(messenger.say(address, "hello")).rejects.toBeInstanceOf(MessageFault);
  await expect(messenger.say(address, "hello")).rejects.toMatchObject({
    kind: "throttled",
    retryAfter: 5_000,
  });
  expect(fake.received).toHaveLength(sent);
  works = true;
  await messenger.say(address, "hello");
  expect(fake.received.at(-1)?.authorization).toBe("Bearer late");
});
