import { describe, expect, test } from "vitest";
import type { ActionDefinition } from "../../src/bot/action.ts";
import { ACTIONS } from "../../src/bot/index.ts";
import { pressTakesBack, wordsTakeBack } from "../../src/bot/takes-back.ts";
import { personId } from "../../src/domain/ticket/ids.ts";
import { createPace } from "../../src/teams/pace.ts";
import { activityFrom, press, submit, typed } from "../support/activities.ts";
import { hana, sam } from "../support/people.ts";
import { startTeamsBot } from "../support/teams-bot.ts";

const TOO_FAST = /^That was a lot in a short time/;

describe("a person's pace", () => {
  const at = (burst: number, perSecond: number) => {
    const clock = { now: 0 };
    const pace = createPace({ burst, perSecond }, () => clock.now);
    const times = (count: number, who = sam.id) => Array.from({ length: count }, () => pace(who));
    return { clock, times };
  };

  test("lets a burst through, then tells once and refuses", () => {
    const { times } = at(5, 1);
    expect(times(8)).toEqual(["take", "take", "take", "take", "take", "tell", "refuse", "refuse"]);
  });

  test("goes on as fast as it refills, without telling again in the same burst", () => {
    const { clock, times } = at(4, 1);
    times(5);
    for (let second = 0; second < 20; second++) {
      clock.now += 1_000;
      expect(times(3)).toEqual(["take", "refuse", "refuse"]);
    }
  });

  test("tells again after a rest, in the next burst", () => {
    const { clock, times } = at(4, 1);
    times(5);
    clock.now += 3_000;
    expect(times(5)).toEqual(["take", "take", "take", "tell", "refuse"]);
  });

  test("is everybody's own", () => {
    const { times } = at(1, 1);
    expect(times(2)).toEqual(["take", "tell"]);
    expect(times(1, hana.id)).toEqual(["take"]);
  });

  test("needs bounded memory: a forgotten person starts with a full bucket", () => {
    const { times } = at(1, 0);
    times(1);
    for (let i = 0; i < 20_000; i++) times(1, personId(`person-${i}`));
    expect(times(1)).toEqual(["take"]);
  });
});

describe("one colleague who floods Beckon", () => {
  const pickUp = () => press("pick-up", { ticket: "BK-1", version: 1 });
  const flooded = async () => {
    const bot = await startTeamsBot({ pace: { burst: 3, perSecond: 0.001 } });
    for (let i = 0; i < 3; i++) await bot.post(activityFrom(sam, pickUp()));
    const before = bot.presses.length;
    return { bot, before };
  };

  test("with presses is answered in words as Teams shows them, and nothing is done", async () => {
    const { bot, before } = await flooded();
    for (let i = 0; i < 20; i++) {
      expect(await bot.post(activityFrom(sam, pickUp()))).toMatchObject({
        status: 200,
        body: {
          statusCode: 200,
          type: "application/vnd.microsoft.activity.message",
          value: expect.stringMatching(TOO_FAST),
        },
      });
    }
    expect(bot.presses).toHaveLength(before);
    expect(bot.logged.filter(({ reason }) => reason === "too_fast")).toHaveLength(1);
    expect(await bot.post(activityFrom(hana, pickUp()))).toMatchObject({ body: { value: "Picked up." } });
    await bot.close();
  });

  test("with messages and old buttons is told once, and keeps no address", async () => {
    const { bot } = await flooded();
    const sent = bot.connector.received.length;
    bot.addresses.breakDown(new Error("no address is kept for what is not done"));
    for (let i = 0; i < 10; i++) await bot.post(activityFrom(sam, typed(`help ${i}`)));
    for (let i = 0; i < 10; i++) {
      await bot.post(activityFrom(sam, submit("pick-up", { ticket: "BK-1", version: 1 })));
    }
    const texts = bot.connector.received.slice(sent).map(({ body }) => body.text);
    expect(texts).toEqual([expect.stringMatching(TOO_FAST)]);
    expect(bot.utterances).toHaveLength(0);
    expect(bot.logged.filter(({ name }) => name === "address.not-kept")).toHaveLength(0);
    await bot.close();
  });

  test("with searches is answered in words", async () => {
    const { bot } = await flooded();
    const answer = await bot.post(
      activityFrom(sam, {
        type: "invoke",
        name: "composeExtension/query",
        value: { commandId: "search", parameters: [{ name: "words", value: "vpn" }] },
      }),
    );
    expect(answer).toMatchObject({
      status: 200,
      body: { composeExtension: { type: "message", text: expect.stringMatching(TOO_FAST) } },
    });
    await bot.close();
  });

  test.each([
    "stop",
    "STOP!!!",
    "aufhören",
    "please stop the printer",
    "やめて",
    "Hana, stop",
    "stop BK-1042",
    "no",
    "nein danke",
  ])("is heard with %j too", async (words) => {
    const { bot } = await flooded();
    bot.beginSession();
    for (let i = 0; i < 3; i++) await bot.post(activityFrom(sam, typed("more")));
    const sent = bot.connector.received.length;
    for (let i = 0; i < 5; i++) await bot.post(activityFrom(sam, typed(words)));
    const texts = bot.connector.received.slice(sent).map(({ body }) => body.text);
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).not.toMatch(TOO_FAST);
    await bot.close();
  });

  test.each(["the printer does not stop", "no", "how do I stop the beeping"])(
    "goes no faster with words beside a stop, outside a session: %j",
    async (words) => {
      const { bot } = await flooded();
      for (let i = 0; i < 5; i++) await bot.post(activityFrom(sam, typed(words)));
      expect(bot.utterances).toHaveLength(0);
      await bot.close();
    },
  );

  test.each(["stop", "please stop!", "stop BK-1042"])(
    "stops without a session of their own: %j",
    async (words) => {
      const { bot } = await flooded();
      const sent = bot.connector.received.length;
      for (let i = 0; i < 5; i++) await bot.post(activityFrom(sam, typed(words)));
      expect(bot.connector.received.slice(sent)).toHaveLength(5);
      await bot.close();
    },
  );

  test("nobody is limited where programs act as people", async () => {
    const bot = await startTeamsBot({ pace: null });
    for (let i = 0; i < 150; i++) await bot.post(activityFrom(sam, pickUp()));
    expect(bot.presses).toHaveLength(150);
    await bot.close();
  });
});

describe("what takes something back", () => {
  const reachable = { ticket: "BK-1", answer: "refuse", outcome: "x", report: "closed", summary: "x" };

  test("is every button that needs nothing but its ticket, and a refusal, whatever else the data hold", () => {
    const needsNothingElse = ({ data }: ActionDefinition) =>
      data.safeParse({ ticket: "BK-1" }).success && !data.safeParse({}).success;
    const lenient = ACTIONS.filter(needsNothingElse).map(({ verb }) => verb);
    expect(lenient).toEqual(
      expect.arrayContaining(["stop-session", "pause-session", "step-down", "give-back"]),
    );
    for (const verb of lenient) expect(pressTakesBack(verb, reachable), verb).toBe(true);
    expect(pressTakesBack("answer-ask", { answer: "refuse" })).toBe(true);
  });

  test("is no button that gives or asks", () => {
    for (const verb of [
      "pick-up",
      "send-request",
      "ask-to-view",
      "request-control",
      "resume-session",
      "add-note",
    ]) {
      expect(pressTakesBack(verb, reachable), verb).toBe(false);
    }
    for (const data of [{ answer: "allow" }, { answer: ["refuse"] }, null, "refuse", {}]) {
      expect(pressTakesBack("answer-ask", data)).toBe(false);
    }
  });

  test("is no other word", async () => {
    for (const words of ["help", "status", "my vpn is slow", "yes", "42"]) {
      expect(await wordsTakeBack(words, "en", async () => true), words).toBe(false);
    }
  });
});
