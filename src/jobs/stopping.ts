import type { Log } from "../telemetry/log.ts";

/** Whoever stops a process waits no longer; what is cut off then is settled by the next one. */
const STOP_WITHIN = 8_000;
/** For all of a stop together, so that whoever sent SIGTERM never needs SIGKILL. */
const STOP_ALL_WITHIN = 12_000;

/** Waits for what is under way when a process stops, and not for ever. Its faults are told elsewhere. */
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

/** Stops one part after another. What hangs is given up, named in the log, and keeps no other part from its stop. */
export async function stopInOrder(parts: readonly Part[], log: Log): Promise<void> {
  const end = performance.now() + STOP_ALL_WITHIN;
  for (const part of parts) {
    const left = Math.max(0, end - performance.now());
    const isDone = await isDoneWithin(Math.min(part.within ?? left, left), Promise.resolve(part.stop()));
    if (!isDone) log.error("beckon.stop-cut-off", { part: part.name });
  }
}

async function isDoneWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const patience = Promise.withResolvers<boolean>();
  const late = setTimeout(() => patience.resolve(false), milliseconds);
  try {
    return await Promise.race([work.then(() => true), patience.promise]);
  } finally {
    clearTimeout(late);
  }
}
