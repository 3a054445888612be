import { setTimeout as pause } from "node:timers/promises";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import { faultName, type Log } from "../telemetry/log.ts";

const EVERY = 5_000;

/** The server is not there yet: nobody answers, its name is unknown, it is starting (57P03) or has no room (53300). */
const NOT_YET: ReadonlySet<unknown> = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"],
  ...["57P03", "53300"],
]);
/** Errors of `pg` that have no code. */
const NO_ANSWER = /timeout exceeded when trying to connect|Connection terminated/;

/**
 * Tries again until the database server is there, because after a power cut it may start later than Beckon. Every other
 * fault, such as a wrong password, is thrown at once.
 */
export async function whenReached<Opened>(
  open: () => Promise<Opened>,
  log: Log,
  every = EVERY,
): Promise<Opened> {
  for (;;) {
    try {
      return await open();
    } catch (fault) {
      if (!isNotYetThere(fault)) throw fault;
      log.warn("store.awaited", { error: faultName(fault), againMs: every });
      await pause(every);
    }
  }
}

function isNotYetThere(fault: unknown): boolean {
  if (!(fault instanceof StoreUnavailable) || !(fault.cause instanceof Error)) return false;
  const { cause } = fault;
  return NOT_YET.has("code" in cause ? cause.code : undefined) || NO_ANSWER.test(cause.message);
}
