import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MessageFault, type Messenger } from "../../src/ports/messenger.ts";
import type { Neighbours } from "../../src/ports/neighbours.ts";
import { type PacedMessenger, paced } from "../../src/teams/paced-messenger.ts";
import { PER_CONVERSATION, PER_TENANT } from "../../src/teams/send-log.ts";

const LATENCY = 5;

/** Notes that reach everybody a moment later, until somebody cuts the line. */
function line() {
  const listeners: ((note: string) => void)[] = [];
  let isCut = false;
  const neighbours: Neighbours = {
    tell(note) {
      if (!isCut) setTimeout(() => listeners.map((listener) => listener(note)), LATENCY);
    },
    hear: (listener) => void listeners.push(listener),
  };
  return {
    neighbours,
    notes: (note: string) => listeners.map((listener) => listener(note)),
    cut: () => {
      isCut = true;
    },
  };
}

const address = (conversationId: string) => ({ serviceUrl: "https://smba", conversationId, tenantId: "t" });
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const now = () => performance.now();

/** Processes that share nothing but the line, and the moments at which they sent. */
function processes(
  count: number,
  neighbours: Neighbours | null,
  fails: () => MessageFault | null = () => null,
) {
  const sent: { at: number; conversation: string }[] = [];
  const record: Messenger["say"] = async ({ conversationId }) => {
    const fault = fails();
    if (fault !== null) throw fault;
    sent.push({ at: now(), conversation: conversationId });
  };
  const messenger: Messenger = {
    post: async () => ({ activityId: "1" }),
    update: async () => {},
    say: record,
    openPersonalChat: async () => address("a:new"),
  };
  const all = Array.from({ length: count }, () => paced(messenger, now, neighbours));
  return { all, sent };
}

async function writesOn({ interactive }: PacedMessenger, chat: string, until: number): Promise<void> {
  while (now() < until) {
    await interactive.say(address(chat), "hello").catch((fault: unknown) => {
      if (!(fault instanceof MessageFault)) throw fault;
      return wait(50);
    });
  }
}

const mostWithin = (times: readonly number[], within: number) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + within).length));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Two are exact. Of more, each beyond the second may be a message ahead of what it could have heard. */
const over = (count: number) => Math.max(0, count - 2);

describe("processes that hear of one another", () => {
  test.each([2, 3, 4])("%i of them keep the limits of one chat together, and use them", async (count) => {
    const { all, sent } = processes(count, line().neighbours);
    await vi.advanceTimersByTimeAsync(2_000);
    const until = now() + 65_000;
    const lanes = all.flatMap((each) => Array.from({ length: 10 }, () => writesOn(each, "19:c", until)));
    await vi.advanceTimersByTimeAsync(70_000);
    await Promise.all(lanes);
    const times = sent.map(({ at }) => at);
    for (const { most, within } of PER_CONVERSATION) {
      expect(mostWithin(times, within)).toBeLessThanOrEqual(most + over(count));
    }
    expect(mostWithin(times, 30_000)).toBeGreaterThan(60 - count);
  });

  test("keep the tenant's limit together, over all their chats", async () => {
    const { all, sent } = processes(4, line().neighbours);
    await vi.advanceTimersByTimeAsync(2_000);
    const until = now() + 5_000;
    const lanes = all.flatMap((each, i) =>
      Array.from({ length: 40 }, (_, lane) => writesOn(each, `a:${i}:${lane}`, until)),
    );
    await vi.advanceTimersByTimeAsync(9_000);
    await Promise.all(lanes);
    const times = sent.map(({ at }) => at);
    for (const { most, within } of PER_TENANT) {
      expect(mostWithin(times, within)).toBeLessThanOrEqual(most + over(4));
    }
    expect(times.length).toBeGreaterThan(5 * 30);
  });

  test("leave a chat alone for as long as Teams told one of them", async () => {
    let fault: MessageFault | null = new MessageFault("throttled", "429", {
      retryAfter: 9_000,
      isFromTeams: true,
    });
    const { all, sent } = processes(2, line().neighbours, () => fault);
    await vi.advanceTimersByTimeAsync(2_000);
    await all[0]?.interactive.say(address("a:sam"), "hello").catch(() => undefined);
    fault = null;
    await vi.advanceTimersByTimeAsync(200);
    const refused = await all[1]?.interactive.say(address("a:sam"), "hello").catch((each: unknown) => each);
    expect(refused).toMatchObject({ kind: "throttled" });
    await all[1]?.interactive.say(address("a:hana"), "hello");
    await vi.advanceTimersByTimeAsync(9_000);
    await all[1]?.interactive.say(address("a:sam"), "hello");
    expect(sent.map(({ conversation }) => conversation)).toEqual(["a:hana", "a:sam"]);
  });

  test("do not take over a pause that one of them has for reasons of its own", async () => {
    let fault: MessageFault | null = new MessageFault("throttled", "no token", { retryAfter: 5_000 });
    const { all, sent } = processes(2, line().neighbours, () => fault);
    await vi.advanceTimersByTimeAsync(2_000);
    await all[0]?.interactive.say(address("a:sam"), "hello").catch(() => undefined);
    fault = null;
    await vi.advanceTimersByTimeAsync(200);
    await all[1]?.interactive.say(address("a:sam"), "hello");
    expect(sent).toHaveLength(1);
  });
});

describe("a process sends as one that is alone", () => {
  /** How many of a burst go at once. */
  async function burst(by: PacedMessenger | undefined, sent: readonly unknown[]): Promise<number> {
    const before = sent.length;
    for (let i = 0; i < 9; i++) void by?.interactive.say(address("19:burst"), "hello").catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1);
    return sent.length - before;
  }

  test("when the others said goodbye", async () => {
    const { all, sent } = processes(3, line().neighbours);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await burst(all[0], sent)).toBeLessThan(7);
    all[1]?.stop();
    all[2]?.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await burst(all[0], sent)).toBe(7);
  });

  test("when nobody was heard for five seconds: notes that get lost stop nobody", async () => {
    const { neighbours, cut } = line();
    const { all, sent } = processes(2, neighbours);
    await vi.advanceTimersByTimeAsync(2_000);
    cut();
    await vi.advanceTimersByTimeAsync(7_000);
    expect(await burst(all[0], sent)).toBe(7);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await burst(all[1], sent)).toBe(7);
  });

  test("whatever else is said on the line", async () => {
    const { neighbours, notes } = line();
    const { all, sent } = processes(1, neighbours);
    for (const note of ["", "null", "[1]", '{"from":"x"}', '{"from":"","sends":[["19:burst","t",-5]]}'])
      notes(note);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await burst(all[0], sent)).toBe(7);
  });
});
