import type { Log } from "../log.ts";

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
  stop(): unknown;
}

/** Stops one part after another. After a while it gives up on what hangs, and the process can end all the same. */
export async function stopInOrder(parts: readonly Part[], log: Log): Promise<void> {
  let stopping = "";
  const all = async () => {
    for (const part of parts) {
      stopping = part.name;
      await part.stop();
    }
  };
  if (!(await isDoneWithin(STOP_ALL_WITHIN, all()))) log.error("beckon.stop-cut-off", { at: stopping });
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
