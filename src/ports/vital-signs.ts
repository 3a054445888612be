/** What the store says about the work of all processes at one moment. */
export interface VitalSigns {
  readonly liveSessions: number;
  /** Requests that nobody has picked up. */
  readonly waiting: number;
  /** How long the oldest of them has waited, ms; 0 when none waits. */
  readonly oldestWaitMs: number;
  /** How late the oldest deadline is that has come and is not applied, ms. One that failed counts too. */
  readonly deadlineLagMs: number;
  /** How long cards have been due that nobody works on, ms. */
  readonly deliveryLagMs: number;
}
