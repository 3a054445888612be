import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SharedLimits } from "../../src/ports/delivery-store.ts";
import { MessageFault, type Messenger } from "../../src/ports/messenger.ts";
import { PER_CONVERSATION, PER_TENANT } from "../../src/teams/limiter.ts";
import { BEAT, type PacedMessenger, paced } from "../../src/teams/paced-messenger.ts";
import { silentLog } from "../../src/telemetry/log.ts";

/** What the processes share, in memory. Fails while it is out of order. */
function sharedLimits() {
  const workers = new Map<string, number>();
  const pauses = new Map<string, number>();
  let isDown = false;
  const check = () => {
    if (isDown) throw new Error("no store");
  };
  const store: SharedLimits = {
    async beat(worker, until) {
      check();
      workers.set(worker, until);
    },
    async pause(key, until) {
      check();
      pauses.set(key, Math.max(until, pauses.get(key) ?? 0));
    },
    async shared(at) {
      check();
      const live = [...workers.values()].filter((until) => until > at).length;
      return { workers: live, pauses: new Map([...pauses].filter(([, until]) => until > at)) };
    },
  };
  return {
    store,
    goDown() {
      isDown = true;
    },
  };
}

const address = (conversationId: string) => ({ serviceUrl: "https://smba", conversationId, tenantId: "t" });
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const now = () => performance.now();

/** Processes that share nothing but the store, and the moments at which they sent. */
async function processes(count: number, store: SharedLimits, fails: () => MessageFault | null = () => null) {
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
  const clock = { now: () => Date.now() };
  const all = Array.from({ length: count }, (_, i) =>
    paced(messenger, now, { store, worker: `worker ${i}`, clock, log: silentLog }),
  );
  for (const each of all) await each.start();
  await vi.advanceTimersByTimeAsync(BEAT);
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

describe("processes on one store", () => {
  test.each([2, 3, 4])("%i of them keep the limits of one chat together, and use them", async (count) => {
    const { all, sent } = await processes(count, sharedLimits().store);
    const until = now() + 65_000;
    const lanes = all.flatMap((each) => Array.from({ length: 10 }, () => writesOn(each, "19:c", until)));
    await vi.advanceTimersByTimeAsync(70_000);
    await Promise.all(lanes);
    const times = sent.map(({ at }) => at);
    for (const { most, within } of PER_CONVERSATION) {
      expect(mostWithin(times, within)).toBeLessThanOrEqual(most);
    }
    expect(mostWithin(times, 30_000)).toBeGreaterThan(60 - count);
  });

  test("keep the tenant's limit together, over all their chats", async () => {
    const { all, sent } = await processes(4, sharedLimits().store);
    const until = now() + 5_000;
    const lanes = all.flatMap((each, i) =>
      Array.from({ length: 40 }, (_, lane) => writesOn(each, `a:${i}:${lane}`, until)),
    );
    await vi.advanceTimersByTimeAsync(9_000);
    await Promise.all(lanes);
    const times = sent.map(({ at }) => at);
    for (const { most, within } of PER_TENANT) {
      expect(mostWithin(times, within)).toBeLessThanOrEqual(most);
    }
    expect(times.length).toBeGreaterThan(5 * 30);
  });

  test("leave a chat alone for as long as Teams told one of them", async () => {
    let fault: MessageFault | null = new MessageFault("throttled", "429", {
      retryAfter: 9_000,
      isFromTeams: true,
    });
    const { all, sent } = await processes(2, sharedLimits().store, () => fault);
    await all[0]?.interactive.say(address("a:sam"), "hello").catch(() => undefined);
    fault = null;
    await vi.advanceTimersByTimeAsync(BEAT);
    const refused = await all[1]?.interactive.say(address("a:sam"), "hello").catch((each: unknown) => each);
    expect(refused).toMatchObject({ kind: "throttled", retryAfter: 9_000 - BEAT });
    await all[1]?.interactive.say(address("a:hana"), "hello");
    await vi.advanceTimersByTimeAsync(9_000 - BEAT);
    await all[1]?.interactive.say(address("a:sam"), "hello");
    expect(sent.map(({ conversation }) => conversation)).toEqual(["a:hana", "a:sam"]);
  });

  test("that start later keep the pauses that are on", async () => {
    const limits = sharedLimits();
    await limits.store.pause("a:sam", Date.now() + 60_000);
    const { all } = await processes(1, limits.store);
    const refused = await all[0]?.interactive.say(address("a:sam"), "hello").catch((each: unknown) => each);
    expect(refused).toMatchObject({ kind: "throttled", retryAfter: 60_000 - BEAT });
  });

  test("do not take over a pause that one of them has for reasons of its own", async () => {
    let fault: MessageFault | null = new MessageFault("throttled", "no token", { retryAfter: 5_000 });
    const { all, sent } = await processes(2, sharedLimits().store, () => fault);
    await all[0]?.interactive.say(address("a:sam"), "hello").catch(() => undefined);
    fault = null;
    await vi.advanceTimersByTimeAsync(BEAT);
    await all[1]?.interactive.say(address("a:sam"), "hello");
    expect(sent).toHaveLength(1);
  });
});

describe("a process's share", () => {
  /** How many of a burst go at once. */
  async function burst(by: PacedMessenger | undefined, sent: readonly unknown[]): Promise<number> {
    const before = sent.length;
    for (let i = 0; i < 9; i++) void by?.interactive.say(address("19:burst"), "hello").catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1);
    return sent.length - before;
  }

  test("grows at once when the others stop", async () => {
    const { all, sent } = await processes(3, sharedLimits().store);
    expect(await burst(all[0], sent)).toBe(2);
    await all[1]?.stop();
    await all[2]?.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await burst(all[0], sent)).toBe(7);
  });

  test("grows when the others were not heard of for ten seconds", async () => {
    const limits = sharedLimits();
    await limits.store.beat("crashed", Date.now() + 5 * BEAT);
    const { all, sent } = await processes(1, limits.store);
    expect(await burst(all[0], sent)).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await burst(all[0], sent)).toBe(7);
  });

  test("stays as it was while the store is out of order, and messages go on", async () => {
    const limits = sharedLimits();
    const { all, sent } = await processes(2, limits.store);
    limits.goDown();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await burst(all[0], sent)).toBe(3);
  });
});
