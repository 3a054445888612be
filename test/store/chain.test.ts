import { describe, expect, test } from "vitest";
import { type ChainRecord, extend, findBreak, genesis, link } from "../../src/store/events/hash-chain.ts";

const TICKET = "BK-1042";
const BODIES = ["one", "two", "three", "four", "five"];
const start = { version: 0, hash: genesis(TICKET) };
const whole = extend(start, BODIES);
const head = { version: whole.length, hash: whole.at(-1)?.hash ?? "" };

const changed = (version: number, change: Partial<ChainRecord>): ChainRecord[] =>
  whole.map((record) => (record.version === version ? { ...record, ...change } : record));

/** An attacker who knows the hash chain and rewrites it up to the record after the change. */
const rewritten = (version: number, body: string): ChainRecord[] =>
  whole.map((record) =>
    record.version === version ? { ...record, body, hash: link(record.prevHash, body) } : record,
  );

const renumbered = (records: readonly ChainRecord[]): ChainRecord[] =>
  records.map((record, index) => ({ ...record, version: index + 1 }));

describe("a chain", () => {
  test("that nobody touched is whole", () => {
    expect(findBreak(TICKET, whole, head)).toBeNull();
  });

  test("grows the same in one step and in many", () => {
    const first = extend(start, BODIES.slice(0, 2));
    const middle = { version: 2, hash: first[1]?.hash ?? "" };
    expect([...first, ...extend(middle, BODIES.slice(2))]).toEqual(whole);
  });

  test("of no records is whole only when there is no head", () => {
    expect(findBreak(TICKET, [], null)).toBeNull();
    expect(findBreak(TICKET, [], head)).toEqual({ version: 1, kind: "truncated" });
  });
});

describe("a record", () => {
  test("that was edited is named", () => {
    expect(findBreak(TICKET, changed(3, { body: "THREE" }), head)).toEqual({ version: 3, kind: "edited" });
  });

  test("that was edited together with its hash is named", () => {
    expect(findBreak(TICKET, rewritten(3, "THREE"), head)).toEqual({ version: 3, kind: "edited" });
  });

  test("at the end that was edited together with its hash is named", () => {
    expect(findBreak(TICKET, rewritten(5, "FIVE"), head)).toEqual({ version: 5, kind: "edited" });
  });

  test("at the beginning that was edited together with its hash is named", () => {
    expect(findBreak(TICKET, rewritten(1, "ONE"), head)).toEqual({ version: 1, kind: "edited" });
  });

  test("that is missing is named, with and without the gap", () => {
    const without = whole.filter(({ version }) => version !== 2);
    expect(findBreak(TICKET, without, head)).toEqual({ version: 2, kind: "deleted" });
    expect(findBreak(TICKET, renumbered(without), head)).toEqual({ version: 2, kind: "deleted" });
  });

  test("that was put in between is named", () => {
    const prevHash = whole[1]?.hash ?? "";
    const forged = { version: 3, body: "forged", prevHash, hash: link(prevHash, "forged") };
    const inserted = renumbered([...whole.slice(0, 2), forged, ...whole.slice(2)]);
    expect(findBreak(TICKET, inserted, head)).toEqual({ version: 3, kind: "inserted" });
  });

  test("that was put at the end is named", () => {
    const forged = [...whole, ...extend(head, ["forged"])];
    expect(findBreak(TICKET, forged, head)).toEqual({ version: 6, kind: "inserted" });
  });

  test("that changed places with the next is named", () => {
    const [one, two, three, four, five] = whole;
    const swapped = [one, three, two, four, five].filter((record) => record !== undefined);
    expect(findBreak(TICKET, renumbered(swapped), head)).toEqual({ version: 2, kind: "reordered" });
  });
});

describe("a tail", () => {
  test("that was cut off begins where the first record is missing", () => {
    expect(findBreak(TICKET, whole.slice(0, 3), head)).toEqual({ version: 4, kind: "truncated" });
  });

  test("that was rewritten with fitting hashes does not fit the head", () => {
    const from = { version: 3, hash: whole[2]?.hash ?? "" };
    const tail = [...whole.slice(0, 3), ...extend(from, ["FOUR", "FIVE"])];
    expect(findBreak(TICKET, tail, head)).toEqual({ version: 5, kind: "edited" });
  });
});

describe("a whole chain", () => {
  test("of another ticket is foreign", () => {
    expect(findBreak("BK-1043", whole, head)).toEqual({ version: 1, kind: "foreign" });
  });

  test("without its head is headless", () => {
    expect(findBreak(TICKET, whole, null)).toEqual({ version: 5, kind: "headless" });
  });
});
