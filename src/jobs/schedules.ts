import { Cron } from "croner";
import type { Clock } from "../ports/clock.ts";
import type { ScheduleStore } from "../ports/schedule-store.ts";
import type { Log } from "../telemetry/log.ts";
import { atMostUntilStop } from "./stopping.ts";

/** Work that comes again and again. Doing it twice does no harm: a process may die between the work and its noting. */
export interface Schedule {
  readonly name: string;
  /** A cron expression of five fields, in the time zone of the helpdesk. */
  readonly cron: string;
  /** Also once at every start: the world may have changed while nobody looked. */
  readonly atStart?: true;
  /**
   * @param dueAt when it was first due and not done; that may be long ago when no process was alive.
   * @param newestDueAt the last of all the moments that were missed since; `dueAt` when it was the only one.
   */
  run(dueAt: number, newestDueAt: number): Promise<void>;
}

export interface Schedules {
  /** Does what is due now, one after another; resolves with the number of what was done. */
  runDue(): Promise<number>;
  start(): void;
  /** Does it soon, by whichever process comes first, without waiting for its next moment. */
  hasten(name: string): Promise<void>;
  /** Waits for what is under way, a while. What is cut off is done again by the next process. */
  stop(): Promise<void>;
}

export interface SchedulesDeps {
  readonly scheduleStore: ScheduleStore;
  readonly clock: Clock;
  readonly log: Log;
  /** IANA name. */
  readonly timeZone: string;
  /** Names this process among others on the same store. */
  readonly worker: string;
}

const POLL_EVERY = 30_000;
/** A worker that dies leaves its work to others after this long. */
const LEASE_FOR = 30 * 60_000;
/** How long until another try, by failed tries in a row. */
const BACK_OFF = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000] as const;

/**
 * Each due run is done once, by whoever gets its lease. Runs that were missed while no process was alive are done once,
 * not once each.
 */
export function createSchedules(schedules: readonly Schedule[], deps: SchedulesDeps): Schedules {
  const { scheduleStore, clock, log, worker } = deps;
  let registered = false;
  let underWay: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let hastened = false;
  let stopping = false;

  const momentsOf = ({ cron }: Schedule) => new Cron(cron, { timezone: deps.timeZone });

  const nextDue = (schedule: Schedule, after: number): number =>
    momentsOf(schedule).nextRun(new Date(after))?.getTime() ?? Number.MAX_SAFE_INTEGER;

  const newestDue = (schedule: Schedule, dueAt: number, at: number): number =>
    Math.max(dueAt, ...momentsOf(schedule).previousRuns(1, new Date(at)).map(Number));

  async function runOne(schedule: Schedule): Promise<boolean> {
    const { name } = schedule;
    const at = clock.now();
    const lease = await scheduleStore.leaseSchedule(name, worker, at, at + LEASE_FOR);
    if (lease === null) return false;
    try {
      await schedule.run(lease.dueAt, newestDue(schedule, lease.dueAt, at));
      await scheduleStore.finishSchedule(name, worker, clock.now(), nextDue(schedule, clock.now()));
      log.info("schedule.done", { schedule: name });
    } catch (fault) {
      const error = fault instanceof Error ? fault.name : "unknown";
      log.error("schedule.failed", { schedule: name, tries: lease.tries + 1, error });
      const wait = BACK_OFF[Math.min(lease.tries, BACK_OFF.length - 1)] ?? LEASE_FOR;
      await scheduleStore.retrySchedule(name, worker, clock.now() + wait);
    }
    return true;
  }

  async function register(schedule: Schedule): Promise<void> {
    const { name, cron } = schedule;
    await scheduleStore.registerSchedule(name, cron, nextDue(schedule, clock.now()));
    if (schedule.atStart) await scheduleStore.hastenSchedule(name, clock.now());
  }

  async function runDue(): Promise<number> {
    if (!registered) {
      for (const each of schedules) await register(each);
      registered = true;
    }
    let done = 0;
    for (const schedule of schedules) if (!stopping && (await runOne(schedule))) done++;
    return done;
  }

  async function poll(): Promise<void> {
    timer = undefined;
    hastened = false;
    underWay = runDue().catch((fault: unknown) => {
      log.error("schedule.poll-failed", { error: fault instanceof Error ? fault.name : "unknown" });
    });
    await underWay;
    pollIn(hastened ? 0 : POLL_EVERY);
  }

  function pollIn(pause: number): void {
    clearTimeout(timer);
    timer = stopping ? undefined : setTimeout(() => void poll(), pause);
  }

  return {
    runDue,
    start() {
      pollIn(0);
    },
    async hasten(name) {
      await scheduleStore.hastenSchedule(name, clock.now());
      hastened = true;
      // No timer: nothing was started, or a poll is under way and sees to it at its end.
      if (timer !== undefined) pollIn(0);
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await atMostUntilStop(underWay);
    },
  };
}
