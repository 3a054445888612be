import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { lane } from "../../src/cards/timeline.ts";
import type { SessionAccount } from "../../src/domain/ticket/session-account.ts";
import { at } from "../support/tickets.ts";

const account: SessionAccount = {
  from: at(0),
  to: at(20),
  spans: [
    { level: "view", from: at(0), to: at(10) },
    { level: "control", from: at(10), to: at(15) },
    { level: "view", from: at(15), to: at(20) },
  ],
  totals: [],
  pauses: [],
  questions: [],
};

/** One row of the picture as palette entries: 0 is the track. */
function pixels(image: string): number[] {
  const bytes = Buffer.from(image.replace("data:image/png;base64,", ""), "base64");
  const start = bytes.indexOf("IDAT");
  const rows = inflateSync(bytes.subarray(start + 4, start + 4 + bytes.readUInt32BE(start - 4)));
  return [...rows.subarray(1, 481)];
}
const drawn = (image: string) => pixels(image).filter((pixel) => pixel !== 0).length;

describe("a lane of the timeline", () => {
  test("is as long as its level's share of the session", () => {
    expect(drawn(lane(account, "view"))).toBe(360);
    expect(drawn(lane(account, "control"))).toBe(120);
    expect(drawn(lane(account, "elevation"))).toBe(0);
  });

  test("starts where its level started", () => {
    expect(pixels(lane(account, "control")).indexOf(2)).toBe(240);
  });

  test("shows a level of one second", () => {
    const second = { ...account, spans: [{ level: "elevation", from: at(20) - 1000, to: at(20) }] } as const;
    expect(drawn(lane(second, "elevation"))).toBe(3);
  });

  test("is a PNG of a few hundred bytes", () => {
    const image = lane(account, "view");
    expect(
      Buffer.from(image.split(",")[1] ?? "", "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect(image.length).toBeLessThan(500);
  });
});
