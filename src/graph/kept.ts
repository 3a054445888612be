import type { Lookup } from "../domain/eligibility/facts.ts";
import type { Clock } from "../ports/clock.ts";
import type { RetryPolicy } from "../ports/directory.ts";
import { beforeAbort } from "./deadline.ts";
import { unknown } from "./reading.ts";

/** Who asks, and for how long. */
export interface Wait {
  readonly signal: AbortSignal;
  readonly patience: RetryPolicy;
}

export interface Kept<Key extends string, T> {
  /** From the shelf when it is fresh; else asked once for all who come together. */
  of(key: Key, wait: Wait): Promise<Lookup<T>>;
}

interface Options<Key extends string, T> {
  readonly clock: Clock;
  readonly keepMs: number;
  /** For who has the time to ask again: a running session is not to rest on what was so ten minutes ago. */
  readonly keepInBackgroundMs?: number;
  /** Nought, so that the next ask tries again, unless the source is known to punish that. */
  readonly keepFailureMs?: number;
  load(key: Key, wait: Wait): Promise<Lookup<T>>;
}

const MOST_KEPT = 5000;
/** Longer than a press waits: it goes on without, and the next one finds the answer here. */
const LOAD_DEADLINE_MS = 15_000;

/** For answers that change slowly or are dear. What an ask rests on above all is never kept. */
export function keep<Key extends string, T>(options: Options<Key, T>): Kept<Key, T> {
  const { clock, keepMs, keepInBackgroundMs = keepMs, keepFailureMs = 0, load } = options;
  const shelf = new Map<Key, { readonly at: number; readonly answer: Lookup<T> }>();
  const loading = new Map<Key, Promise<Lookup<T>>>();

  async function loadAndKeep(key: Key, patience: RetryPolicy): Promise<Lookup<T>> {
    try {
      const answer = await load(key, { signal: AbortSignal.timeout(LOAD_DEADLINE_MS), patience });
      const [oldest] = shelf.keys();
      if (shelf.size >= MOST_KEPT && oldest !== undefined) shelf.delete(oldest);
      shelf.set(key, { at: clock.now(), answer });
      return answer;
    } finally {
      loading.delete(key);
    }
  }

  function shelfLife(answer: Lookup<T>, patience: RetryPolicy): number {
    if ("unknown" in answer) return keepFailureMs;
    return patience === "background" ? keepInBackgroundMs : keepMs;
  }

  return {
    of(key, { signal, patience }) {
      const known = shelf.get(key);
      if (known !== undefined && clock.now() < known.at + shelfLife(known.answer, patience)) {
        return Promise.resolve(known.answer);
      }
      const running = loading.get(key) ?? loadAndKeep(key, patience);
      loading.set(key, running);
      return beforeAbort(running, signal).catch(() => unknown("no answer in time"));
    },
  };
}
