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
}
