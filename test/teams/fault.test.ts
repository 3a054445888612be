import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CardFault } from "../../src/cards/define-card.ts";
import { DirectoryUnavailable, PersonUnknown } from "../../src/ports/directory.ts";
import { MessageFault } from "../../src/ports/messenger.ts";
import { StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { activityFrom, press, typed } from "../support/activities.ts";
import { sam } from "../support/people.ts";
import { notice, startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";

let bot: TeamsBot;
beforeEach(async () => {
  bot = await startTeamsBot();
});
afterEach(() => bot.close());

const SECRET = "the vpn password is hunter2";
const data = { ticket: "BK-1", version: 1 };
const REFERENCE = /Reference [2-9A-Z]{4}-[2-9A-Z]{4}$/;

const faults: [string, Error, string][] = [
  ["the store", new StoreUnavailable(SECRET), "nothing was changed. Please try again in a minute"],
  ["Graph", new DirectoryUnavailable(SECRET), "this was not decided. Please try again in a minute"],
  [
    "a permission",
    new DirectoryUnavailable(SECRET, { missingPermission: "User.Read.All" }),
    "An Entra administrator has to grant it User.Read.All",
  ],
  [
    "a refused sign-in",
    new DirectoryUnavailable(SECRET, { owner: "identity-admin" }),
    "Trying again does not help: an identity administrator",
  ],
  ["somebody from elsewhere", new PersonUnknown(SECRET), "people of its own organization only"],
  ["Teams", new MessageFault("unknown", SECRET), "Teams did not take a message"],
  ["a card", new CardFault("desk", SECRET), "could not be drawn"],
  ["Beckon itself", new TypeError(SECRET), "Something broke on our side"],
];

describe("when something breaks in a turn, the person learns what to do and gets a reference", () => {
  test.each(faults)("%s, behind a button", async (_, fault, words) => {
    bot.answer(() => Promise.reject(fault));
    const { status, body, text } = await bot.post(activityFrom(sam, press("pick-up", data)));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      statusCode: 200,
      type: "application/vnd.microsoft.activity.message",
      value: expect.stringContaining(words),
    });
    expect(body).toMatchObject({ value: expect.stringMatching(REFERENCE) });
    expect(text).not.toContain("hunter2");
  });

  test.each(faults)("%s, behind a command", async (_, fault, words) => {
    bot.answer(() => Promise.reject(fault));
    expect(await bot.post(activityFrom(sam, typed("fail")))).toMatchObject({ status: 200, text: "" });
    expect(bot.connector.received[0]?.body.text).toContain(words);
    expect(bot.connector.received[0]?.body.text).toMatch(REFERENCE);
  });
});

test("the log has the reference, the kind of fault and ids; never what the fault says", async () => {
  bot.answer(() => Promise.reject(new StoreUnavailable(SECRET, { cause: new RangeError(SECRET) })));
  const { text } = await bot.post(activityFrom(sam, press("pick-up", { ...data, note: SECRET })));
  expect(bot.logged).toHaveLength(1);
  expect(bot.logged[0]).toMatchObject({
    level: "error",
    name: "turn.failed",
    reference: text.match(/[2-9A-Z]{4}-[2-9A-Z]{4}/)?.[0],
    verb: "pick-up",
    caller: sam.id,
    press: bot.presses[0]?.id,
    error: "StoreUnavailable",
    cause: "RangeError",
  });
  expect(JSON.stringify(bot.logged)).not.toContain("hunter2");
});

test("a card that may not be sent is a fault of ours, and is not sent", async () => {
  const wrong = { ...notice("x"), data: { heading: SECRET } } as unknown as ReturnType<typeof notice>;
  bot.answer(async () => ({ show: wrong }));
  const { text } = await bot.post(activityFrom(sam, press("pick-up", data)));
  expect(text).toContain("could not be drawn");
  expect(text).not.toContain("hunter2");
});

test("an action whose answer Teams does not take is committed", async () => {
  bot.connector.next({ status: 503 });
  expect(await bot.post(activityFrom(sam, typed("stop")))).toMatchObject({ status: 200 });
  expect(bot.connector.received).toHaveLength(1);
  expect(bot.logged.at(-1)).toMatchObject({ name: "answer.failed", kind: "unknown" });
});

test("even the apology may fail", async () => {
  bot.answer(() => Promise.reject(new Error(SECRET)));
  bot.connector.next({ status: 403, code: "ConversationBlockedByUser" });
  expect(await bot.post(activityFrom(sam, typed("fail")))).toMatchObject({ status: 200 });
  expect(bot.logged.map(({ name }) => name)).toEqual(["turn.failed", "answer.failed"]);
});
