import { describe, expect, test } from "vitest";
import { together } from "../../bench/meter.ts";
import type { Block } from "../../bench/press.ts";
import { cpuRatio, overStock, spreadOf } from "../../bench/ratios.ts";
import { bytesOf, replayOf } from "../../bench/replay.ts";
import { each, minus, scaled } from "../../bench/statements.ts";
import { markdown, plain, table } from "../../bench/table.ts";

const block = (candidate: Block["candidate"], round: number, cpu: number, actions = 10): Block => ({
  candidate,
  step: "pick-up",
  atOnce: 16,
  round,
  beside: candidate === "stock" ? "sqlite" : null,
  reading: { actions, latencies: [1], cpu, databaseCpu: 2, messages: 40, took: 100 },
});

describe("a ratio of CPU time", () => {
  const blocks = [
    block("stock", 1, 10),
    block("sqlite", 1, 20),
    // A round in which the machine was three times as slow for both.
    block("stock", 2, 30),
    block("sqlite", 2, 60),
    block("stock", 3, 10),
    block("sqlite", 3, 25),
  ];

  test("is taken round by round, and the middle one counts", () => {
    expect(overStock(blocks, "sqlite", "pick-up")).toEqual({ median: 2, low: 2, high: 2.5 });
  });

  test("is of an action, whatever the number of actions", () => {
    const twice = [block("stock", 1, 10, 10), block("sqlite", 1, 40, 20)];
    expect(overStock(twice, "sqlite", "pick-up").median).toBe(2);
  });

  test("is over the stock blocks that were measured beside the same place", () => {
    const elsewhere: Block = Object.assign(block("stock", 1, 1_000), { beside: "postgres-1" });
    expect(overStock([...blocks, elsewhere], "sqlite", "pick-up").median).toBe(2);
  });

  test("leaves out a round that lacks one of the two", () => {
    const more = [...blocks, block("sqlite", 4, 900)];
    const ratio = cpuRatio(more, { candidate: "sqlite" }, { candidate: "stock" });
    expect(ratio.median).toBe(2);
  });
});

test("readings of several rounds add up", () => {
  const sum = together([block("stock", 1, 10).reading, block("stock", 2, 30).reading]);
  expect(sum).toEqual({
    actions: 20,
    latencies: [1, 1],
    cpu: 40,
    databaseCpu: 4,
    messages: 80,
    took: 200,
  });
});

test("a spread is the middle and the quarters", () => {
  expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4 });
});

describe("statements of an action", () => {
  const counts = { statements: { a: 30, b: 10 }, roundTrips: 20 };

  test("are without those of polls in the same time", () => {
    const polls = scaled({ statements: { b: 2 }, roundTrips: 2 }, 5);
    expect(each(minus(counts, polls), 10)).toEqual({ statements: 3, roundTrips: 1, texts: [["a", 3]] });
  });

  test("are listed with the most frequent first", () => {
    const { texts } = each({ statements: { rare: 10, often: 50 }, roundTrips: 0 }, 10);
    expect(texts).toEqual([
      ["often", 5],
      ["rare", 1],
    ]);
  });
});

test("a replay is what was sent, without what the SDK adds", () => {
  const text = JSON.stringify({
    type: "message",
    from: { id: "28:x" },
    conversation: { id: "a:1" },
    id: "7",
  });
  const sent = [{ method: "PUT", conversation: "a:1", messageId: "7", text }];
  const replay = replayOf('{"statusCode":200}', sent);
  expect(replay.messages).toEqual([{ isUpdate: true, conversation: "a:1", activity: { type: "message" } }]);
  expect(bytesOf(replay)).toEqual([18, 18]);
});

test("a table has every cell under its head", () => {
  const made = table(["name", "ms"], [["a", "10"], ["longer"]]);
  expect(plain(made)).toBe("  name     ms\n  a        10\n  longer");
  expect(markdown(made)).toBe("| name | ms |\n|---|---|\n| a | 10 |\n| longer |  |");
});
