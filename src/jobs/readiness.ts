import { setTimeout as pause } from "node:timers/promises";
import type { Scheduler } from "./scheduler.ts";

/** What keeps a process from working: the store, or a job by its name. */
export type Unready = "database" | "migrations" | (string & {});

/** Milliseconds. Anybody may ask, so the database is asked once in this time, whoever asks how often. */
const ANSWER_HOLDS = 1_000;
/** Milliseconds until a database that says nothing counts as away. */
const ANSWERS_WITHIN = 5_000;

/**
 * Asks whether this process can do its work.
 * @returns what it lacks; empty when it is ready.
 */
export function createReadiness(deps: {
  readonly store: { whatsAmiss(): Promise<"database" | "migrations" | null> };
  readonly scheduler: Pick<Scheduler, "behind">;
}): () => Promise<readonly Unready[]> {
  const { store, scheduler } = deps;
  let asked: { readonly at: number; readonly amiss: ReturnType<typeof ask> } | null = null;

  async function ask() {
    const late = new AbortController();
    const noAnswer = pause(ANSWERS_WITHIN, "database" as const, { signal: late.signal });
    try {
      return await Promise.race([store.whatsAmiss(), noAnswer]);
    } finally {
      late.abort();
      noAnswer.catch(() => undefined);
    }
  }

  return async () => {
    if (asked === null || performance.now() - asked.at > ANSWER_HOLDS) {
      asked = { at: performance.now(), amiss: ask() };
    }
    const amiss = await asked.amiss;
    return [...(amiss === null ? [] : [amiss]), ...scheduler.behind()];
  };
}
