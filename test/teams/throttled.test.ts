import { expect, test } from "vitest";
import { MessageFault, type Messenger } from "../../src/ports/messenger.ts";
import { paced } from "../../src/teams/paced-messenger.ts";

const address = (conversationId: string) => ({ serviceUrl: "https://smba", conversationId, tenantId: "t" });

/** A chat that is throttled until it is opened, and a clock that only the test moves. */
function bench(named: number) {
  const seen = { now: 1_000_000, requests: 0, isOpen: false };
  const say: Messenger["say"] = async () => {
    seen.requests += 1;
    if (!seen.isOpen) throw new MessageFault("throttled", "429", { retryAfter: named, isFromTeams: true });
  };
  const messenger: Messenger = {
    say,
    post: async () => ({ activityId: "1" }),
    update: async () => {},
    openPersonalChat: async () => address("a:new"),
  };
  const { interactive } = paced(messenger, () => seen.now);
  /** @returns how long the next one is to wait; null when it got through. */
  const send = (chat = "a:sam"): Promise<number | null | undefined> =>
    interactive.say(address(chat), "hello").then(
      () => null,
      (fault: MessageFault) => fault.retryAfter,
    );
  return { seen, send };
}

test("a chat that is throttled again after each pause is asked less and less often", async () => {
  const { seen, send } = bench(1_000);
  const pauses: (number | null | undefined)[] = [];
  for (let i = 0; i < 7; i++) {
    const pause = await send();
    pauses.push(pause);
    seen.now += pause ?? 0;
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000]);
  expect(seen.requests).toBe(7);
});

test("what Teams names itself is never made shorter, and a message that gets through ends the growth", async () => {
  const { seen, send } = bench(6_000);
  for (const expected of [6_000, 6_000, 6_000, 8_000]) {
    expect(await send()).toBe(expected);
    seen.now += expected;
  }
  seen.isOpen = true;
  expect(await send()).toBeNull();
  seen.isOpen = false;
  expect(await send()).toBe(6_000);
});

test("several that are throttled at the same time are one pause, and other chats have their own", async () => {
  const { send } = bench(1_000);
  expect(await Promise.all([send(), send(), send()])).toEqual([1_000, 1_000, 1_000]);
  expect(await send("a:hana")).toBe(1_000);
});
