import { LRUCache } from "lru-cache";
import type { PersonId } from "../domain/ticket/ids.ts";

/** How much one person may ask of Beckon. */
export interface PaceLimits {
  /** So many messages, presses, forms and searches at once … */
  readonly burst: number;
  /** … and so many each second for as long as they like. */
  readonly perSecond: number;
}

/** `tell`: too much, for the first time in this burst. `refuse`: too much, and they were told. */
export type Paced = "take" | "tell" | "refuse";

interface Bucket {
  readonly tokens: number;
  readonly at: number;
  readonly isTold: boolean;
}

/** Somebody who is forgotten starts with a full bucket. */
const MOST_PEOPLE = 20_000;

/**
 * A token bucket for each person. Each process has its own.
 * @param now monotonic milliseconds.
 */
export function createPace(
  { burst, perSecond }: PaceLimits,
  now: () => number = () => performance.now(),
): (person: PersonId) => Paced {
  const buckets = new LRUCache<PersonId, Bucket>({ max: MOST_PEOPLE });
  return (person) => {
    const at = now();
    const { tokens: left, at: since, isTold } = buckets.get(person) ?? { tokens: burst, at, isTold: false };
    const tokens = Math.min(burst, left + ((at - since) / 1_000) * perSecond);
    // The burst is over when half of the bucket is full again; until then it is told once.
    const wasTold = isTold && tokens < burst / 2;
    const isTaken = tokens >= 1;
    buckets.set(person, { tokens: isTaken ? tokens - 1 : tokens, at, isTold: wasTold || !isTaken });
    return isTaken ? "take" : wasTold ? "refuse" : "tell";
  };
}
