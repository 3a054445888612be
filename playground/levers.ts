import type { CheckId } from "../src/domain/eligibility/policy.ts";
import { DEFAULT_ELIGIBILITY_POLICY, type Mode } from "../src/domain/eligibility/policy.ts";
import { type Clock, systemClock } from "../src/ports/clock.ts";

/** What a newcomer may turn of Beckon itself: which conditions count, and what time it is. */
export interface Levers {
  /** Beckon reads it at each ask, so that a change counts at once. */
  readonly checks: Record<CheckId, Mode>;
  readonly clock: Clock;
  /** Time goes on by so much more at once; what is due then is done. */
  pass(milliseconds: number): void;
  /** The conditions as on the first day; time stays, because what happened in it is recorded. */
  reset(): void;
}

/** @param passed is called after time has been moved on. */
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
