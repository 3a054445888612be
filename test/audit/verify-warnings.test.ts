import { describe, expect, test } from "vitest";
import { warningsOf } from "../../src/audit/verify.ts";
import type { Anchor } from "../../src/ports/evidence.ts";
import { at } from "../support/tickets.ts";

const TALLY = { tickets: 1, events: 1, anchors: 1, acts: 0, unused: [] };
const anchor: Anchor = {
  number: 1,
  at: at(0),
  heads: 1,
  root: "",
  hash: "",
  prevHash: "",
  body: "",
  posted: true,
};
const HOUR = 60;

describe("an anchor", () => {
  test("of last night is nothing to note, and one of the night before is", () => {
    expect(warningsOf(TALLY, anchor, at(25 * HOUR))).toEqual([]);
    const [warning, ...others] = warningsOf(TALLY, anchor, at(50 * HOUR));
    expect([warning?.kind, others]).toEqual(["old-anchor", []]);
    expect(warning?.text).toContain("The newest anchor is 50 hours old");
  });
});

describe("numbers without a ticket", () => {
  test("are told as they are read", () => {
    const unused = [[1001, 1001] as const, [1004, 1007] as const];
    const [warning] = warningsOf({ ...TALLY, unused }, anchor, at(1));
    expect(warning?.text).toContain(
      "There is no row for BK-1001, BK-1004 to BK-1007, although these numbers were",
    );
  });
});
