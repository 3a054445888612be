import { expect, test } from "vitest";
import { progressLine, progressOn } from "../../src/cli/progress.ts";

test.each([
  [1_200, 20_000, 3_000, "tickets: 1,200 of 20,000 (6%), 400 a second, 47 s left"],
  [5, 1_000, 10_000, "tickets: 5 of 1,000 (0%), 0.5 a second, 34 min left"],
  [1, 10_000, 2_000, "tickets: 1 of 10,000 (0%), 0.5 a second, 5 h 34 min left"],
  [12, 10, 1_000, "tickets: 12 of 10 (100%), 12 a second, 0 s left"],
  [7, null, 1_000, "tickets: 7, 7 a second"],
  [0, 10, 0, "tickets: 0 of 10 (0%), 0 a second"],
])("%d of %s after %d ms reads %j", (count, total, elapsed, line) => {
  expect(progressLine("tickets", count, total, elapsed)).toBe(line);
});

const terminal = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => void written.push(text) };
};

test("a terminal gets one line that is drawn over itself, and none in the end", () => {
  let time = 0;
  const screen = terminal(true);
  const counter = progressOn(screen, () => time).begin("tickets", 100);
  for (let count = 1; count <= 100; count++) {
    time += 10;
    counter.done(count);
  }
  counter.end();
  expect(screen.written.length).toBe(6);
  expect(screen.written[0]).toBe("\r\u001b[Ktickets: 20 of 100 (20%), 100 a second, 1 s left");
  expect(screen.written.at(-1)).toBe("\r\u001b[K");
});

test("a pipe and a log get nothing", () => {
  const pipe = terminal(false);
  const counter = progressOn(pipe, () => 0).begin("tickets", 100);
  counter.done(50);
  counter.end();
  expect(pipe.written).toEqual([]);
});
