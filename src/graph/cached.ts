import { LRUCache } from "lru-cache";
import type { Lookup } from "../domain/eligibility/facts.ts";
import type { Clock } from "../ports/clock.ts";
import type { RetryPolicy } from "../ports/directory.ts";
import { beforeAbort } from "./before-abort.ts";
import { unknown } from "./connection.ts";

/** How long the caller waits, and whether what is busy is asked again. */
export interface Wait {
  readonly signal: AbortSignal;
  readonly retryPolicy: RetryPolicy;
}

export interface Cached<Key extends string, T> {
  /** From memory while fresh; else loaded once for all who ask at the same time. */
  of(key: Key, wait: Wait): Promise<Lookup<T>>;
}

interface Options<Key extends string, T> {
  readonly clock: Clock;
  readonly keepMs: number;
  /** For checks of running sessions, which must not rest on ten minutes old answers. */
  readonly keepInBackgroundMs?: number;
  load(key: Key, wait: Wait): Promise<Lookup<T>>;
}

interface Entry<T> {
  readonly answer: Promise<Lookup<T>>;
  /** Null while it loads. */
  loaded: { readonly at: number; readonly failed: boolean } | null;
}

const MOST_KEPT = 5000;
/** Longer than an interactive call waits: it goes on without, and the next one finds the answer here. */
const LOAD_DEADLINE_MS = 15_000;

/** For answers that change slowly or are dear. A failure is not kept. */
export function cached<Key extends string, T>(options: Options<Key, T>): Cached<Key, T> {
  const { clock, keepMs, keepInBackgroundMs = keepMs } = options;
  const entries = new LRUCache<Key, Entry<T>>({ max: MOST_KEPT });

  function load(key: Key, retryPolicy: RetryPolicy): Entry<T> {
    const signal = AbortSignal.timeout(LOAD_DEADLINE_MS);
    const answer = options.load(key, { signal, retryPolicy }).catch(() => unknown({ fact: "not-in-time" }));
    const entry: Entry<T> = { answer, loaded: null };
    void answer.then((seen) => {
      entry.loaded = { at: clock.now(), failed: "unknown" in seen };
    });
    entries.set(key, entry);
    return entry;
  }

  function isFresh({ loaded }: Entry<T>, retryPolicy: RetryPolicy): boolean {
    if (loaded === null) return true;
    const life = retryPolicy === "background" ? keepInBackgroundMs : keepMs;
    return !loaded.failed && clock.now() < loaded.at + life;
  }

  return {
    of(key, { signal, retryPolicy }) {
      const known = entries.get(key);
      const entry = known !== undefined && isFresh(known, retryPolicy) ? known : load(key, retryPolicy);
      return beforeAbort(entry.answer, signal).catch(() => unknown({ fact: "not-in-time" }));
    },
  };
}
