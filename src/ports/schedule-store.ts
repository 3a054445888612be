/** When recurring work is due, kept where all processes see it, so that it is done once whoever is alive. */
export interface ScheduleStore {
  /** Notes a schedule that is new, or whose expression changed; one that is known keeps its due moment. */
  registerSchedule(name: string, cron: string, firstDue: number): Promise<void>;
  /** Null when it is not due, or another worker is at it. */
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
  /** Makes it due at `at` unless it is already; what is not registered stays so. */
  hastenSchedule(name: string, at: number): Promise<void>;
  /** Was it ever registered, and not forgotten since? */
  knowsSchedule(name: string): Promise<boolean>;
  /** Takes it off the list for good; a lease on it is of no more use. */
  forgetSchedule(name: string): Promise<void>;
}
