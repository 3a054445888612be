import { describe, expect, test } from "vitest";
import { sharedClock, steadyClock } from "../../src/ports/clock.ts";

const HOUR = 3_600_000;

const RIGHT = 100 * HOUR;

function start(wall = RIGHT) {
  const time = { wall, elapsed: 50 };
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

describe("a clock that is shared", () => {
  function share(wrongBy: number) {
    const { time, clock: own, pass } = start(RIGHT + wrongBy);
    const clock = sharedClock(own, () => time.elapsed);
    let right = RIGHT;
    return {
      clock,
      time,
      right: () => right,
      pass(milliseconds: number) {
        pass(milliseconds);
        right += milliseconds;
      },
    };
  }

  test.each([-HOUR, 0, HOUR])("is right at the start, on a machine that is wrong by %d ms", (wrongBy) => {
    const { clock, right, pass } = share(wrongBy);
    clock.hear(right());
    expect(clock.now()).toBe(right());
    pass(1234);
    expect(clock.now()).toBe(right());
  });

  test.each([-HOUR, HOUR])("stays right when the machine is corrected that was wrong by %d ms", (wrongBy) => {
    const { clock, time, right, pass } = share(wrongBy);
    clock.hear(right());
    pass(10);
    time.wall -= wrongBy;
    pass(10);
    expect(clock.now()).toBe(right());
  });

  test("never runs backwards once it was heard, whatever it hears", () => {
    const { clock, right, pass } = share(0);
    clock.hear(right());
    const before = clock.now();
    clock.hear(right() - HOUR);
    pass(10);
    expect(clock.now()).toBe(before + 10);
  });

  test("is set forward by what it hears, and by a machine that slept", () => {
    const { clock, time, right } = share(0);
    clock.hear(right());
    clock.hear(right() + HOUR);
    expect(clock.now()).toBe(right() + HOUR);
    time.wall += 2 * HOUR;
    expect(clock.now()).toBe(right() + 2 * HOUR);
  });
});
