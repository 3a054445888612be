import type { Log } from "../telemetry/log.ts";
import type { Round, Send } from "./batch.ts";
import type { Pause } from "./pause.ts";
import type { Question, Reply } from "./question.ts";

const MOST_TRIES = 4;
/** Doubles with every try, with up to half of it more, so that workers that failed together part. */
const BACK_OFF_MS = 1000;
/** A service that wants more than this gets another chance at the next check instead. */
const LONGEST_WAIT_MS = 30_000;

/**
 * In the background, what was busy is asked again when its own `Retry-After` is over, and only that: a 429 hides in
 * a batch's 200, where the client's retries never see it. A press gets the first answer, whatever it is.
 */
export function withRetry(send: Send, { pause, log }: { pause: Pause; log: Log }): Send {
  return async <Name extends string>(round: Round, questions: Readonly<Record<Name, Question>>) => {
    const replies = await send(round, questions);
    if (round.patience === "press") return replies;
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const busy = (Object.keys(replies) as Name[]).filter((name) => replies[name].busy !== undefined);
      const ms = Math.max(0, ...busy.map((name) => waitFor(replies[name], tries)));
      if (busy.length === 0 || ms > LONGEST_WAIT_MS || round.signal.aborted) break;
      log.info("graph.waiting", { call: round.call, items: busy.length, ms });
      if (!(await waited(pause, ms, round.signal))) break;
      const again = Object.fromEntries(busy.map((name) => [name, questions[name]]));
      Object.assign(replies, await send(round, again as Record<Name, Question>));
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
