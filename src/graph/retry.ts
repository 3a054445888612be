import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "../telemetry/log.ts";
import type { Send } from "./batch.ts";
import type { Reply } from "./question.ts";

/** Waiting is a port like the clock, so that tests do not. Rejects when the signal fires. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const realPause: Pause = (milliseconds, signal) => wait(milliseconds, undefined, { signal });

const MOST_TRIES = 4;
/** Doubles with every try, with up to half of it more, so that workers that failed together part. */
const BACK_OFF_MS = 1000;
/** A service that wants more than this gets another chance at the next check instead. */
const LONGEST_WAIT_MS = 30_000;

/**
 * In the background, what was busy is asked again when its own `Retry-After` is over, and only that: a 429 hides in
 * a batch's 200, where the client's retries never see it. An interactive call gets the first answer.
 */
export function withRetry(send: Send, { pause, log }: { pause: Pause; log: Log }): Send {
  return async (round, questions) => {
    const replies = await send(round, questions);
    if (round.retryPolicy === "interactive") return replies;
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const busy = Object.entries(replies).filter(([, reply]) => reply.busy !== undefined);
      const ms = Math.max(0, ...busy.map(([, reply]) => waitFor(reply, tries)));
      if (busy.length === 0 || ms > LONGEST_WAIT_MS || round.signal.aborted) break;
      log.info("graph.waiting", { call: round.call, items: busy.length, ms });
      if (!(await waited(pause, ms, round.signal))) break;
      const again = Object.entries(questions).filter(([name]) => replies[name]?.busy !== undefined);
      Object.assign(replies, await send(round, Object.fromEntries(again)));
    }
    return replies;
  };
}

const waitFor = ({ busy }: Reply, tries: number): number =>
  busy?.afterMs ?? Math.round(BACK_OFF_MS * 2 ** (tries - 1) * (1 + Math.random() / 2));

const waited = (pause: Pause, ms: number, signal: AbortSignal): Promise<boolean> =>
  pause(ms, signal).then(
    () => true,
    () => false,
  );
