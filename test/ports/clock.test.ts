import { expect, test } from "vitest";
import { steadyClock } from "../../src/ports/clock.ts";

const HOUR = 3_600_000;

function start() {
  const time = { wall: 1_000_000, elapsed: 50 };
  const clock = steadyClock(
    () => time.wall,
    () => time.elapsed,
  );
  const pass = (milliseconds: number) => {
    time.wall += milliseconds;
    time.elapsed += milliseconds;
  };
  return { time, clock, pass };
}

test("it tells the system's time", () => {
  const { time, clock, pass } = start();
  pass(1234);
  expect(clock.now()).toBe(time.wall);
});

test("set back by an hour, it goes on at its own pace", () => {
  const { time, clock, pass } = start();
  const before = clock.now();
  time.wall -= HOUR;
  pass(10);
  expect(clock.now()).toBe(before + 10);
});

test("set forward, or asleep with the machine, it follows at once and stays there", () => {
  const { time, clock, pass } = start();
  const before = clock.now();
  time.wall += HOUR;
  expect(clock.now()).toBe(before + HOUR);
  time.wall -= HOUR;
  pass(10);
  expect(clock.now()).toBe(before + HOUR + 10);
});
