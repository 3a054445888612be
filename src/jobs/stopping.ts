import type { Log } from "../telemetry/log.ts";

/** Time for the work in progress when a process stops, in ms; the next process settles what is cut off. */
const STOP_WITHIN = 8_000;
/** For all parts of a stop together, in ms: less than the ten seconds and more that orchestrators allow before SIGKILL. */
const STOP_ALL_WITHIN = 12_000;

/** Waits eight seconds at most. Faults of the work are logged where they occur. */
export async function atMostUntilStop(work: Promise<unknown>): Promise<void> {
  await isDoneWithin(
    STOP_WITHIN,
    work.catch(() => undefined),
  );
}

export interface Part {
  /** As the log names it when it does not stop. */
  readonly name: string;
  /** Milliseconds; all that is left when absent. */
  readonly within?: number;
  stop(): unknown;
}

/** Stops one part after another. A part that hangs is logged and left, so that the others stop too. */
export async function stopInOrder(parts: readonly Part[], log: Log): Promise<void> {
  const end = performance.now() + STOP_ALL_WITHIN;
  for (const part of parts) {
    const left = Math.max(0, end - performance.now());
    const isDone = await isDoneWithin(Math.min(part.within ?? left, left), Promise.resolve(part.stop()));
    if (!isDone) log.error("beckon.stop-cut-off", { part: part.name });
  }
}

async function isDoneWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => timeout.resolve(false), milliseconds);
  try {
    return await Promise.race([work.then(() => true), timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
