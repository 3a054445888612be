/** Time is a port: rules get it as data and tests set it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/**
 * The system's time, which never runs backwards: when somebody sets the clock back, this one goes on at its own pace,
 * so that no right lasts longer than was agreed. A jump forward is followed: rights may end early, never late.
 */
export function steadyClock(wall: () => number, elapsed: () => number): Clock {
  let ahead = wall() - elapsed();
  return {
    now() {
      ahead = Math.max(ahead, wall() - elapsed());
      return Math.round(ahead + elapsed());
    },
  };
}

export const systemClock: Clock = steadyClock(Date.now, () => performance.now());
