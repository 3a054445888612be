import type { CheckId } from "../src/domain/eligibility/policy.ts";
import { DEFAULT_ELIGIBILITY_POLICY, type Mode } from "../src/domain/eligibility/policy.ts";
import { type Clock, systemClock } from "../src/ports/clock.ts";

/** What the console page can change in Beckon itself: the checks and the clock. */
export interface Levers {
  /** Read at each ask, so a change applies at once. */
  readonly checks: Record<CheckId, Mode>;
  readonly clock: Clock;
  /** Moves the clock forward and runs what is due then. */
  pass(milliseconds: number): void;
  /** Restores the checks. The clock stays, because events are recorded at its time. */
  reset(): void;
}

/** @param passed is called after the clock was moved. */
export function createLevers(base: Clock = systemClock, passed: () => void = () => {}): Levers {
  const checks = { ...DEFAULT_ELIGIBILITY_POLICY.checks };
  let ahead = 0;
  return {
    checks,
    clock: { now: () => base.now() + ahead },
    pass(milliseconds) {
      ahead += milliseconds;
      passed();
    },
    reset() {
      Object.assign(checks, DEFAULT_ELIGIBILITY_POLICY.checks);
    },
  };
}
