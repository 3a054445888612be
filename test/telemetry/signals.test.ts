import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { METRICS, signalsOf } from "../../src/telemetry/signals.ts";

const NOW = 100_000;
const of = (name: string, fields = {}, turn?: { beganAt: number }) =>
  signalsOf("info", name, fields, NOW, turn).map(({ metric, value, labels }) => [metric, value, labels]);

describe("a line of the log", () => {
  test.each([
    [
      "turn.done",
      { turn: "button", action: "pick-up", outcome: "done", ms: 250 },
      [["beckon.turn.duration", 0.25, { turn: "button", action: "pick-up", outcome: "done" }]],
    ],
    [
      "command.done",
      { ticket: "BK-1001", command: "ClaimTicket", actor: "somebody", events: 1 },
      [["beckon.commands", 1, { command: "ClaimTicket", outcome: "done" }]],
    ],
    [
      "command.refused",
      { ticket: "BK-1001", command: "ClaimTicket", code: "already_claimed" },
      [
        ["beckon.commands", 1, { command: "ClaimTicket", outcome: "refused" }],
        ["beckon.refusals", 1, { command: "ClaimTicket", code: "already_claimed" }],
      ],
    ],
    [
      "graph.failed",
      { call: "facts", ms: 2000, status: 429 },
      [
        ["beckon.graph.duration", 2, { call: "facts", outcome: "failed" }],
        ["beckon.graph.throttled", 1, { call: "facts" }],
      ],
    ],
    ["graph.item-failed", { call: "facts", status: 404 }, []],
    ["surface.failed", { kind: "throttled" }, [["beckon.cards.failed", 1, { kind: "throttled" }]]],
    [
      "health",
      { waiting: 3, oldestWaitMs: 60_000, liveMiB: 2, rssMiB: 100 },
      [
        ["beckon.queue.waiting", 3, {}],
        ["beckon.queue.age", 60, {}],
        ["beckon.memory", 2 ** 21, {}],
      ],
    ],
    ["board.posted", { ms: 3 }, []],
  ])("%s is counted as what it says", (name, fields, signals) => {
    expect(of(name, fields)).toEqual(signals);
  });

  test("about a card of a turn says how long after its action the card went out", () => {
    expect(of("surface.updated", { surface: "desk" }, { beganAt: NOW - 1_500 })).toEqual([
      ["beckon.cards", 1, { did: "updated" }],
      ["beckon.card.lag", 1.5, {}],
    ]);
    expect(of("surface.posted", { surface: "desk" })).toEqual([["beckon.cards", 1, { did: "posted" }]]);
  });

  test("of level error counts as a fault by its name, whatever it is", () => {
    expect(signalsOf("error", "deadline.failed", { ticket: "BK-1001" }, NOW)).toEqual([
      { metric: "beckon.faults", value: 1, labels: { name: "deadline.failed" } },
    ]);
  });
});

test.each(Object.keys(METRICS))("%s is explained to whoever operates Beckon", (metric) => {
  expect(readFileSync("docs/monitoring.md", "utf8")).toContain(`\`${metric}\``);
});
