/** Whoever stops a process waits no longer; what is cut off then is settled by the next one. */
const STOP_WITHIN = 8_000;

/** Waits for what is under way when a process stops, and not for ever. Its faults are told elsewhere. */
export async function atMostUntilStop(work: Promise<unknown>): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const late = setTimeout(patience.resolve, STOP_WITHIN);
  await Promise.race([work.catch(() => undefined), patience.promise]);
  clearTimeout(late);
}
