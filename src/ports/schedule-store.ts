/** When recurring work is due, shared by all processes, so that one of them does it. */
export interface ScheduleStore {
  /** Registers a schedule; a known one with the same expression keeps its due moment. */
  registerSchedule(name: string, cron: string, firstDue: number): Promise<void>;
  /** The names of those that are due and not leased. */
  dueSchedules(at: number): Promise<ReadonlySet<string>>;
  /** Null when it is not due, or leased by another worker. */
  leaseSchedule(
    name: string,
    worker: string,
    at: number,
    leaseUntil: number,
  ): Promise<{ readonly dueAt: number; readonly tries: number } | null>;
  /** Gives the lease back; it is due again at `nextDue`. */
  finishSchedule(name: string, worker: string, at: number, nextDue: number): Promise<void>;
  /** Gives the lease back after a failure: the same run is tried again at `retryAt`. */
  retrySchedule(name: string, worker: string, retryAt: number): Promise<void>;
  /** Makes it due at `at` unless it is already; does nothing for an unknown schedule. */
  hastenSchedule(name: string, at: number): Promise<void>;
  /** True when it was registered and not forgotten since. */
  knowsSchedule(name: string): Promise<boolean>;
  /** Deletes the schedule, also while it is leased. */
  forgetSchedule(name: string): Promise<void>;
}
