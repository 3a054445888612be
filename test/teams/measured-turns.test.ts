import { afterAll, beforeAll, expect, test } from "vitest";
import { activityFrom, press, typed } from "../support/activities.ts";
import { hana, sam } from "../support/people.ts";
import { startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";

let bot: TeamsBot;
beforeAll(async () => {
  bot = await startTeamsBot();
});
afterAll(() => bot.close());

const pickUp = (data: object) => activityFrom(hana, press("pick-up", data));

test.each([
  ["a button", () => pickUp({ ticket: "BK-1", version: 1 }), "button", "pick-up", "done"],
  ["a button with odd data", () => pickUp({ ticket: 7 }), "button", "pick-up", "rejected"],
  [
    "a button that does not exist",
    () => activityFrom(hana, press("open-sesame", {})),
    "button",
    null,
    "rejected",
  ],
  ["a typed command", () => activityFrom(sam, typed("stop")), "message", "stop", "done"],
  ["words", () => activityFrom(sam, typed("my vpn drops")), "message", null, "done"],
])("%s is one line with what it came to and how long it took", async (_, activity, turn, action, outcome) => {
  await bot.post(activity());
  expect(bot.turns.at(-1)).toMatchObject({
    name: "turn.done",
    turn,
    action,
    outcome,
    ms: expect.any(Number),
  });
});

test("a turn that fails says so, and turns side by side keep their own outcome", async () => {
  bot.answer(async () => {
    throw new Error("broken");
  });
  const before = bot.turns.length;
  await Promise.all([
    bot.post(pickUp({ ticket: "BK-1", version: 2 })),
    bot.post(activityFrom(sam, typed("stop"))),
  ]);
  const outcomes = bot.turns.slice(before).map(({ turn, outcome }) => `${turn} ${outcome}`);
  expect(outcomes.toSorted()).toEqual(["button failed", "message done"]);
});
