import { expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { createExpectedWait } from "../../src/jobs/expected-wait.ts";
import { createScheduler } from "../../src/jobs/scheduler.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { at } from "../support/tickets.ts";

test("a clock that goes back counts no pick-up twice", async () => {
  const known = Array.from({ length: 5 }, (_, i) => ({ openedAt: at(i), at: at(i + 3) }));
  const pickUps = async (from: number, to: number) => known.filter((each) => each.at >= from && each.at < to);
  let now = at(60);
  const clock = { now: () => now };
  const scheduler = createScheduler(createLog(() => {}));
  const wait = createExpectedWait({ queries: { pickUps }, duty: defaultPolicy.duty, clock, scheduler });
  await wait.refresh();
  now = at(0);
  await wait.refresh();
  now = at(70);
  await wait.refresh();
  expect(wait.of(now)).toBeNull();
});
