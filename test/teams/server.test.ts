import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { activityFrom, press } from "../support/activities.ts";
import { sam } from "../support/people.ts";
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
    return { status: answer.status, body: await answer.json() };
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

test("the pages that the manifest names are there, and need nothing from elsewhere", async () => {
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
