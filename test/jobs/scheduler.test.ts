import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createScheduler } from "../../src/jobs/scheduler.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { currentTurn, inTurn } from "../../src/telemetry/turn.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const EVERY = 200;
const SECONDS_10 = 10_000;

/** Runs of one job in ten seconds, in so many processes that know of one another. */
async function runsOf(count: number, job: { readonly isForAll?: true }): Promise<number> {
  let runs = 0;
  const processes = Array.from({ length: count }, () => {
    const scheduler = createScheduler(silentLog, undefined, () => count);
    scheduler.add({
      ...job,
      every: EVERY,
      afterFault: EVERY,
      faultEvent: "work.failed",
      async run() {
        runs += 1;
        return false;
      },
    });
    scheduler.start();
    return scheduler;
  });
  await vi.advanceTimersByTimeAsync(SECONDS_10);
  await Promise.all(processes.map((each) => each.stop()));
  return runs;
}

test("what a run does for all processes is run as often by eight processes as by one", async () => {
  const alone = await runsOf(1, { isForAll: true });
  expect(alone).toBeGreaterThan(SECONDS_10 / EVERY - 2);
  const together = await runsOf(8, { isForAll: true });
  expect(together).toBeLessThanOrEqual(alone + 8);
  expect(together).toBeGreaterThanOrEqual(alone - 8);
});

test("what each process does for itself is run as often by each", async () => {
  expect(await runsOf(8, {})).toBe(8 * (await runsOf(1, {})));
});

test("a process that is alone again runs it as often as before", async () => {
  let count = 4;
  let runs = 0;
  const scheduler = createScheduler(silentLog, undefined, () => count);
  scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: EVERY,
    faultEvent: "work.failed",
    async run() {
      runs += 1;
      return false;
    },
  });
  scheduler.start();
  await vi.advanceTimersByTimeAsync(1);
  count = 1;
  await vi.advanceTimersByTimeAsync(4 * EVERY + SECONDS_10);
  expect(runs).toBeGreaterThan(SECONDS_10 / EVERY - 2);
  await scheduler.stop();
});

test("a run that a turn hastened belongs to that turn, and those after it to none", async () => {
  // Simulated timers do not carry the turn on.
  vi.useRealTimers();
  const turns: (string | undefined)[] = [];
  const { promise: told, resolve: enough } = Promise.withResolvers<void>();
  const { promise: began, resolve: first } = Promise.withResolvers<void>();
  const scheduler = createScheduler(silentLog);
  const loop = scheduler.add({
    every: 20,
    afterFault: 20,
    faultEvent: "work.failed",
    async run() {
      turns.push(currentTurn()?.kind);
      if (turns.length === 1) setImmediate(first);
      if (turns.includes("button") && turns.at(-1) !== "button") enough();
      if (turns.length === 9) enough();
      return false;
    },
  });
  scheduler.start();
  await began;
  await inTurn("button", async () => loop.hasten());
  await told;
  await scheduler.stop();
  expect(turns.filter((kind) => kind === "button")).toHaveLength(1);
  expect(turns.at(-1)).toBeUndefined();
});
