import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MessageFault, type Messenger } from "../../src/ports/messenger.ts";
import { Limiter, PER_CONVERSATION, PER_TENANT, type Urgency } from "../../src/teams/limiter.ts";
import { paced } from "../../src/teams/paced-messenger.ts";

interface Sent {
  readonly name: string;
  readonly at: number;
  readonly conversation: string;
}

/** Milliseconds from one request on its way to its arrival at Teams, and from there to the answer. */
interface Travel {
  readonly there: number;
  readonly back: number;
}

/** A limiter, a clock that only tests move, and what came of each request. */
function bench(travelOf: (i: number) => Travel = () => ({ there: 0, back: 0 })) {
  const limiter = new Limiter();
  const sent: Sent[] = [];
  const refused: { name: string; retryAfter: number }[] = [];
  let onTheirWay: { at: number; answered: (at: number) => void }[] = [];
  let now = 1_000_000;
  const nextAt = () => {
    const times = [limiter.nextAt(now), ...onTheirWay.map(({ at }) => at)].filter((at) => at !== null);
    return times.length === 0 ? null : Math.min(...times);
  };
  return {
    limiter,
    sent,
    refused,
    ask(name: string, conversation = "19:helpdesk", urgency: Urgency = "interactive", tenant = "contoso") {
      const admit = (answered: (at: number) => void) => {
        const { there, back } = travelOf(sent.length);
        sent.push({ name, at: now + there, conversation });
        if (there + back === 0) answered(now);
        else onTheirWay.push({ at: now + there + back, answered });
      };
      const refuse = (retryAfter: number) => void refused.push({ name, retryAfter });
      limiter.ask({ conversation, tenant, urgency, admit, refuse }, now);
    },
    pause: (milliseconds: number) => limiter.pause("19:helpdesk", now + milliseconds),
    /** As the timer would: from one thing to do to the next. */
    pass(milliseconds: number) {
      const end = now + milliseconds;
      for (let next = nextAt(); next !== null && next <= end; next = nextAt()) {
        now = Math.max(now, next);
        for (const { at, answered } of onTheirWay) if (at <= now) answered(at);
        onTheirWay = onTheirWay.filter(({ at }) => at > now);
        limiter.pump(now);
      }
      now = end;
    },
    elapsed: () => sent.map(({ at }) => at - 1_000_000),
  };
}

const names = (sent: readonly { name: string }[]) => sent.map(({ name }) => name);

const mostWithin = (times: readonly number[], within: number) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + within).length));

describe("one conversation takes", () => {
  test("seven at once, the eighth after a second, the ninth after two", () => {
    const { ask, pass, elapsed } = bench();
    for (let i = 0; i < 9; i++) ask(`${i}`);
    expect(elapsed()).toHaveLength(7);
    pass(3_000);
    expect(elapsed()).toEqual([0, 0, 0, 0, 0, 0, 0, 1_000, 2_000]);
  });

  test("sixty in thirty seconds; who comes then is told when to come back", () => {
    const { ask, pass, sent, refused } = bench();
    for (let i = 0; i < 61; i++) {
      ask(`${i}`);
      pass(250);
    }
    expect(sent).toHaveLength(60);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.retryAfter).toBeGreaterThan(10_000);
  });

  test("1800 in an hour", () => {
    const { ask, pass, sent } = bench();
    for (let i = 0; i < 1900; i++) {
      ask(`${i}`);
      pass(600);
    }
    expect(sent).toHaveLength(1800);
  });

  test("nothing until the time that Teams named", () => {
    const { ask, pass, pause, elapsed, refused } = bench();
    pause(2_000);
    ask("waits");
    pass(1_999);
    expect(elapsed()).toEqual([]);
    pass(1);
    expect(elapsed()).toEqual([2_000]);
    pause(60_000);
    ask("goes");
    expect(refused).toEqual([{ name: "goes", retryAfter: 60_000 }]);
  });
});

describe("a send without an answer", () => {
  test("counts from its answer, because it may have arrived late", () => {
    const { ask, pass, elapsed } = bench((i) => (i < 7 ? { there: 600, back: 0 } : { there: 0, back: 0 }));
    for (let i = 0; i < 9; i++) ask(`${i}`);
    pass(4_000);
    expect(elapsed()).toEqual([...Array(7).fill(600), 1_600, 2_600]);
  });

  test("that hangs takes one place, and that for two seconds only", () => {
    const { ask, pass, sent, limiter } = bench((i) =>
      i === 0 ? { there: 0, back: 60_000 } : { there: 0, back: 0 },
    );
    limiter.shareWith(7);
    ask("hangs");
    ask("waits");
    pass(1_900);
    expect(names(sent)).toEqual(["hangs"]);
    pass(1_100);
    expect(names(sent)).toEqual(["hangs", "waits"]);
  });
});

test("a tenant takes fifty in a second, over all its conversations", () => {
  const { ask, pass, sent } = bench();
  for (let i = 0; i < 60; i++) ask(`${i}`, `a:${i}`);
  ask("other tenant", "a:other", "interactive", "fabrikam");
  expect(sent).toHaveLength(51);
  pass(1_000);
  expect(sent).toHaveLength(61);
});

describe("one of several processes", () => {
  test.each([
    [2, 3],
    [3, 2],
    [7, 1],
    [20, 1],
  ])("of %i sends %i messages a second to a chat: never less than one", (processes, expected) => {
    const { ask, sent, limiter } = bench();
    limiter.shareWith(processes);
    for (let i = 0; i < 9; i++) ask(`${i}`);
    expect(sent).toHaveLength(expected);
  });

  test("that is alone again sends as before", () => {
    const { ask, sent, limiter } = bench();
    limiter.shareWith(4);
    ask("first");
    limiter.shareWith(1);
    for (let i = 0; i < 9; i++) ask(`${i}`);
    expect(sent).toHaveLength(7);
  });

  test("takes its share of the tenant's limit", () => {
    const { ask, sent, limiter } = bench();
    limiter.shareWith(4);
    for (let i = 0; i < 60; i++) ask(`${i}`, `a:${i}`);
    expect(sent).toHaveLength(12);
  });
});

test("under any load no window is exceeded as Teams counts it, and every request ends", () => {
  const requests = fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 400 }),
      chat: fc.integer({ min: 0, max: 12 }),
      background: fc.boolean(),
      there: fc.integer({ min: 0, max: 900 }),
      back: fc.integer({ min: 0, max: 900 }),
    }),
    { minLength: 100, maxLength: 400 },
  );
  fc.assert(
    fc.property(requests, (asked) => {
      const { ask, pass, sent, refused, limiter } = bench((i) => asked[i] ?? { there: 0, back: 0 });
      for (const { after, chat, background } of asked) {
        pass(after);
        ask("one", `a:${chat}`, background ? "background" : "interactive");
      }
      pass(4_000);
      expect(limiter.waiting).toBe(0);
      expect(sent.length + refused.length).toBe(asked.length);
      const all = sent.map(({ at }) => at);
      for (const { most, within } of PER_TENANT) expect(mostWithin(all, within)).toBeLessThanOrEqual(most);
      for (const times of Map.groupBy(sent, ({ conversation }) => conversation).values()) {
        for (const { most, within } of PER_CONVERSATION)
          expect(
            mostWithin(
              times.map(({ at }) => at),
              within,
            ),
          ).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: 30 },
  );
});

describe("who goes first", () => {
  test("messages that people wait for, before background messages", () => {
    const { ask, pass, sent } = bench();
    for (let i = 0; i < 7; i++) ask("before");
    ask("retry", "19:helpdesk", "background");
    ask("press");
    pass(1_000);
    expect(names(sent).slice(7)).toEqual(["press"]);
  });

  test("background work leaves a part of every window to them", () => {
    const { ask, sent } = bench();
    for (let i = 0; i < 7; i++) ask("retry", "19:helpdesk", "background");
    expect(sent).toHaveLength(5);
    ask("press");
    expect(names(sent).at(-1)).toBe("press");
  });

  test("conversations in turn: a busy channel does not use up the tenant's second", () => {
    const { ask, pass, sent } = bench();
    for (let i = 0; i < 50; i++) ask("early", `a:${i}`);
    for (let i = 0; i < 5; i++) ask(`channel ${i}`);
    for (const who of ["sam", "hana"]) ask(who, `a:${who}`);
    pass(1_000);
    expect(names(sent).slice(50, 53)).toEqual(["channel 0", "sam", "hana"]);
  });

  test("in one conversation, in order of arrival", () => {
    const { ask, pass, sent } = bench();
    for (let i = 0; i < 9; i++) ask(`${i}`);
    pass(2_000);
    expect(names(sent)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
  });
});

test("no more than two thousand wait; the next is sent away", () => {
  const { ask, limiter, refused } = bench();
  for (let i = 0; i < 2_100; i++) ask(`${i}`, `a:${i}`);
  expect(limiter.waiting).toBe(2_000);
  expect(refused).toHaveLength(50);
});

describe("in front of a messenger", () => {
  const address = (conversationId: string) => ({ serviceUrl: "https://smba", conversationId, tenantId: "t" });
  const message = { card: {}, summary: "", alert: false };
  const messengerThat = (fault: MessageFault | null) => {
    const posted: string[] = [];
    const refuseTo: Messenger = {
      async post({ conversationId }) {
        if (fault !== null) throw fault;
        posted.push(conversationId);
        return { activityId: "1" };
      },
      update: async () => {},
      say: async () => {},
      openPersonalChat: async () => address("a:new"),
    };
    return { posted, messenger: refuseTo };
  };

  test("the threads of a channel and the channel itself share one limit", async () => {
    const { posted, messenger } = messengerThat(null);
    const { background } = paced(messenger, () => 0);
    const threads = Array.from({ length: 5 }, (_, i) => address(`19:c@thread.tacv2;messageid=${i}`));
    await Promise.all(threads.map((to) => background.post(to, message)));
    expect(posted).toHaveLength(5);
    const { interactive } = paced(messenger, () => 0);
    await Promise.all(threads.map((to) => interactive.post(to, message)));
    expect(posted).toHaveLength(10);
  });

  test("a chat that Teams throttled is left alone, and the next is told for how long", async () => {
    const { messenger } = messengerThat(new MessageFault("throttled", "slow", { retryAfter: 9_000 }));
    const { interactive } = paced(messenger, () => 0);
    await expect(interactive.post(address("a:sam"), message)).rejects.toMatchObject({ retryAfter: 9_000 });
    await expect(interactive.say(address("a:sam"), "hello")).rejects.toMatchObject({
      kind: "throttled",
      retryAfter: 9_000,
    });
    await interactive.say(address("a:hana"), "hello");
  });
});
