import { setTimeout as wait } from "node:timers/promises";

/** Waiting is a port like the clock, so that tests do not. Rejects when the signal fires. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const realPause: Pause = (milliseconds, signal) => wait(milliseconds, undefined, { signal });
