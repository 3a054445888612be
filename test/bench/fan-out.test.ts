import { describe, expect, test } from "vitest";
import { judge } from "../../bench/fan-out.ts";
import { bestDelays } from "../../bench/fan-out-best.ts";
import { installVirtualTime } from "../../bench/virtual-time.ts";

const at = (since: number, ticket = `BK-${since}`, chat = "19:channel") => ({ chat, ticket, since });

describe("the best that the limits permit", () => {
  test("is the time that Teams takes while there is room", () => {
    expect(bestDelays([at(0), at(1_000)], 150)).toEqual([150, 150]);
  });

  test("lets seven go in a second, and the eighth when the first is a second old", () => {
    const delays = bestDelays(
      Array.from({ length: 8 }, (_, n) => at(0, `BK-${n}`)),
      150,
    );
    expect(delays.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 150));
    expect(delays[7]).toBe(150 + 1_000 + 150);
  });

  test("sends a card once that changed again while it waited", () => {
    const wanted = [...Array.from({ length: 7 }, (_, n) => at(0, `BK-${n}`)), at(100, "x"), at(900, "x")];
    const delays = bestDelays(wanted, 150);
    expect(delays.slice(7)).toEqual([1_300 - 100, 1_300 - 900]);
  });

  test("counts each chat for itself", () => {
    const wanted = Array.from({ length: 20 }, (_, n) => at(0, "x", `a:${n}`));
    expect(new Set(bestDelays(wanted, 150))).toEqual(new Set([150]));
  });
});

describe("a card is right", () => {
  const sent = (rendered: number, arrived: number) => ({ chat: "a:sam", ticket: "BK-1", rendered, arrived });
  const changes = (...times: number[]) => new Map([["BK-1", times]]);

  test("when what was rendered after the change has arrived", () => {
    const { cards } = judge([sent(10, 200)], changes(0), 0, 1_000);
    expect(cards.map(({ delay }) => delay)).toEqual([200]);
  });

  test("not by a card that was rendered before the change and arrived after it", () => {
    const { cards } = judge([sent(10, 500), sent(110, 700)], changes(0, 100), 0, 1_000);
    expect(cards.map(({ since, delay }) => [since, delay])).toEqual([
      [0, 500],
      [100, 600],
    ]);
  });

  test("by the next one when its own was refused on the way", () => {
    const { cards } = judge([sent(10, Infinity), sent(400, 600)], changes(0), 0, 1_000);
    expect(cards.map(({ delay }) => delay)).toEqual([600]);
  });
});

test("virtual time passes only between events, in order", async () => {
  const time = installVirtualTime(1_000);
  try {
    const seen: unknown[] = [];
    setTimeout(() => seen.push("late", time.now()), 3_600_000);
    const repeated = setInterval(() => seen.push("tick", time.now()), 1_500_000);
    const cancelled = setTimeout(() => seen.push("never"), 10);
    clearTimeout(cancelled);
    await time.runUntil(3_601_000);
    clearInterval(repeated);
    await time.runUntil(9_000_000);
    expect(seen).toEqual(["tick", 1_501_000, "tick", 3_001_000, "late", 3_601_000]);
    expect(time.now()).toBe(9_000_000);
  } finally {
    time.remove();
  }
});
