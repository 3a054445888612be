/** Time is a port: rules get it as data and tests set it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/**
 * The system's time, which never runs backwards: when the clock is set back, this one goes on at its own pace,
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

/** Milliseconds since some moment; never runs backwards. */
function monotonic(): number {
  return performance.now();
}

/** A clock that several processes have in common, as far as each has heard of it. */
interface SharedClock extends Clock {
  /**
   * The common time, just now. The first one is taken over in both directions, before anything was done by this clock;
   * later ones only forwards.
   */
  hear(time: number): void;
}

/**
 * @param own never runs backwards. When it is set forward it is followed, and not added to what was heard: a system
 * that started with a wrong time corrects itself, and is right then.
 */
export function sharedClock(own: Clock, elapsed = monotonic): SharedClock {
  let lead: number | null = null;
  let heard = Number.NEGATIVE_INFINITY;
  return {
    now: () => Math.round(Math.max(own.now() - (lead ?? 0), heard + elapsed())),
    hear(time) {
      lead ??= Math.max(0, own.now() - time);
      heard = Math.max(heard, time - elapsed());
    },
  };
}

export const systemClock: Clock = steadyClock(Date.now, monotonic);
