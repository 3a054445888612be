import { Cron } from "croner";
import type { Clock } from "../ports/clock.ts";
import type { ScheduleStore } from "../ports/schedule-store.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import type { Scheduler } from "./scheduler.ts";

/** Recurring work. It is idempotent, because a process may die between the work and its record. */
export interface Schedule {
  readonly name: string;
  /** A cron expression of five fields, in the time zone of the helpdesk. */
  readonly cron: string;
  /** Also once at every start, for what may have changed while no process was alive. */
  readonly atStart?: true;
  /**
   * @param dueAt when it was first due and not done; long ago when no process was alive.
   * @param newestDueAt the last of all the moments that were missed since; `dueAt` when it was the only one.
   */
  run(dueAt: number, newestDueAt: number): Promise<void>;
}

export interface Schedules {
  /** Runs the due schedules one after another. @returns how many ran. */
  runDue(): Promise<number>;
  /** Makes it due now, for whichever process leases it first. */
  hasten(name: string): Promise<void>;
}

interface SchedulesDeps {
  readonly scheduleStore: ScheduleStore;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly log: Log;
  /** IANA name. */
  readonly timeZone: string;
  /** Names this process among others on the same store. */
  readonly worker: string;
}

const EVERY = 30_000;
/** After this long another process takes over what a dead one had leased. */
const LEASE_FOR = 30 * 60_000;
/** Milliseconds until another try, by failed tries in a row. */
const BACK_OFF = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000] as const;

/** Each due run is done once, by the process that gets its lease. Runs that no process was alive for are done once together. */
export function createSchedules(schedules: readonly Schedule[], deps: SchedulesDeps): Schedules {
  const { scheduleStore, scheduler, clock, log, worker } = deps;
  let isRegistered = false;

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
      log.error("schedule.failed", { schedule: name, tries: lease.tries + 1, error: faultName(fault) });
      const wait = BACK_OFF[lease.tries] ?? BACK_OFF[3];
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
    if (!isRegistered) for (const each of schedules) await register(each);
    isRegistered = true;
    const due = await scheduleStore.dueSchedules(clock.now());
    let done = 0;
    for (const schedule of schedules) {
      if (due.has(schedule.name) && !scheduler.isStopping && (await runOne(schedule))) done++;
    }
    return done;
  }

  const loop = scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: EVERY,
    faultEvent: "schedule.poll-failed",
    async run() {
      await runDue();
      return false;
    },
  });

  return {
    runDue,
    async hasten(name) {
      await scheduleStore.hastenSchedule(name, clock.now());
      loop.hasten();
    },
  };
}
