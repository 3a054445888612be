import { PER_CONVERSATION } from "../src/teams/limiter.ts";

/** A card that somebody is to have since a moment. */
export interface Wanted {
  readonly chat: string;
  readonly ticket: string;
  /** Milliseconds. */
  readonly since: number;
}

/**
 * When each of these cards could be right at the earliest if only Teams' limits for one conversation delayed anything:
 * one sender that knows everything, is never idle, and sends a card that changed again meanwhile once.
 * @param wanted by time. @param takes milliseconds until Teams answers a message; it counts from then.
 * @returns milliseconds after `since`, in the same order.
 */
export function bestDelays(wanted: readonly Wanted[], takes: number): readonly number[] {
  const delays = wanted.map(() => 0);
  const byChat = Map.groupBy(wanted.keys(), (n) => wanted[n]?.chat ?? "");
  for (const jobs of byChat.values()) {
    const sent: number[] = [];
    const waiting = [...jobs];
    while (waiting.length > 0) {
      const first = wanted[waiting[0] ?? -1];
      if (first === undefined) break;
      const begun = Math.max(first.since, freeAt(sent));
      // What was wanted of the same ticket by then goes with it.
      const together = waiting.filter((n) => {
        const { ticket = "", since = Infinity } = wanted[n] ?? {};
        return ticket === first.ticket && since <= begun;
      });
      sent.push(begun + takes);
      for (const n of together) delays[n] = begun + takes - (wanted[n]?.since ?? 0);
      for (const n of together) waiting.splice(waiting.indexOf(n), 1);
    }
  }
  return delays;
}

/** When one more may be sent after these. Kept in order of time, so that the largest window looks back far enough. */
function freeAt(sent: readonly number[]): number {
  const times = PER_CONVERSATION.map(({ most, within }) => (sent.at(-most) ?? -Infinity) + within);
  return Math.max(0, ...times);
}
