import { type Duty, isOnDuty } from "../domain/ticket/duty.ts";
import { dayOf, wallClock, weekdayOf } from "../domain/ticket/local-time.ts";
import type { Clock } from "../ports/clock.ts";
import type { PickUp, ReportQueries } from "../ports/report-queries.ts";
import { median, quantile } from "./reports/statistics.ts";
import type { Scheduler } from "./scheduler.ts";

export interface Expected {
  /** Half of the requests, and four of five, were picked up within so many milliseconds. */
  readonly median: number;
  readonly most: number;
}

export interface ExpectedWait {
  /** For a request of that moment; null while too few tell. Reads nothing. */
  of(at: number): Expected | null;
  refresh(): Promise<void>;
}

interface ExpectedWaitDeps {
  readonly queries: Pick<ReportQueries, "pickUps">;
  readonly duty: Duty;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
}

const LOOK_BACK = 28 * 24 * 60 * 60_000;
const EVERY = 10 * 60_000;
/** Below this a number would be chance. */
const LEAST_SAMPLES = 10;

/**
 * How long people waited in the last four weeks for the first pick-up of a request that they sent in hours of duty, at this
 * kind of time. Read in the background, each time only what is new.
 */
export function createExpectedWait({ queries, duty, clock, scheduler }: ExpectedWaitDeps): ExpectedWait {
  let pickUps: readonly PickUp[] = [];
  let readUntil = 0;
  let expected: ReadonlyMap<string, Expected> = new Map();

  async function refresh(): Promise<void> {
    const now = clock.now();
    const found = await queries.pickUps(Math.max(readUntil, now - LOOK_BACK), now);
    readUntil = Math.max(readUntil, now);
    const inDuty = found.filter(({ openedAt }) => isOnDuty(openedAt, duty));
    pickUps = [...pickUps, ...inDuty].filter(({ openedAt }) => openedAt > now - LOOK_BACK);
    const groups = Map.groupBy(pickUps, ({ openedAt }) => kindOfTime(openedAt, duty));
    expected = new Map([...groups].flatMap(([kind, those]) => summary(kind, those)));
  }

  scheduler.add({
    every: EVERY,
    afterFault: EVERY,
    faultEvent: "expected-wait.failed",
    async run() {
      await refresh();
      return false;
    },
  });
  return { of: (at) => expected.get(kindOfTime(at, duty)) ?? null, refresh };
}

function summary(kind: string, pickUps: readonly PickUp[]): [string, Expected][] {
  const waits = pickUps.map(({ openedAt, at }) => at - openedAt);
  const [half, most] = [median(waits), quantile(waits, 0.8)];
  if (waits.length < LEAST_SAMPLES || half === null || most === null) return [];
  return [[kind, { median: half, most }]];
}

/** A working day or the weekend, and which quarter of the day, as the clocks of the helpdesk show it. */
function kindOfTime(at: number, { timeZone }: Duty): string {
  const wall = wallClock(at, timeZone);
  const quarter = Math.floor(new Date(wall).getUTCHours() / 6);
  return `${weekdayOf(dayOf(wall)) > 5 ? "weekend" : "week"} ${quarter}`;
}
