import type { SimulatedGraph } from "../playground/graph/simulated-graph.ts";
import type { Chats, Trouble } from "../test/support/chats.ts";
import type { Dice } from "./random.ts";

/** Faults of the connector and of Graph, and messages that people delete. */
export interface Faults {
  /** How often each fault was injected. */
  readonly counts: ReadonlyMap<string, number>;
  /** Ids of deleted messages. */
  readonly deleted: ReadonlySet<string>;
  /** How the connector treats the next request. */
  next(): Trouble;
  /** From now on there are no faults. */
  clear(): void;
}

const MOST_DELAY = 400;
const THROTTLING_EVERY = 3_000;
const THROTTLING_FOR = 700;
const DELETION_EVERY = 5_000;
const GRAPH_FAULT_EVERY = 1_000;
/** Only the newest messages of a conversation are deleted. */
const RECENT = 20;

/**
 * Latency and reordering, bursts of 429, 412 and 413, 5xx and hang-ups before and after the request took effect; messages
 * that somebody deletes; Graph slow and away.
 */
export function injectFaults(dice: Dice, chats: Chats, graph: SimulatedGraph): Faults {
  const counts = new Map<string, number>();
  const deleted = new Set<string>();
  const count = (name: string, trouble: Trouble): Trouble => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return trouble;
  };
  let throttledUntil = 0;
  let isOver = false;
  const throttling = setInterval(() => {
    throttledUntil = Date.now() + THROTTLING_FOR;
  }, THROTTLING_EVERY);

  function next(): Trouble {
    if (isOver) return { accepted: true };
    const delay = dice.chance(0.3) ? dice.below(MOST_DELAY) : dice.below(10);
    if (Date.now() < throttledUntil && dice.chance(0.7)) {
      return count("429", { accepted: false, answer: 429, retryAfter: dice.between(1, 2) });
    }
    const roll = dice.next();
    if (roll < 0.02) return count("5xx after accepting", { accepted: true, answer: 502, delay });
    if (roll < 0.04) return count("5xx before accepting", { accepted: false, answer: 503, delay });
    if (roll < 0.06) return count("reset after accepting", { accepted: true, answer: "reset", delay });
    if (roll < 0.08) return count("reset before accepting", { accepted: false, answer: "reset", delay });
    if (roll < 0.09) return count("412", { accepted: false, answer: 412, retryAfter: 1 });
    if (roll < 0.1) return count("413", { accepted: false, answer: 413, code: "MessageSizeTooBig", delay });
    if (delay > 10) return count("late", { accepted: true, delay });
    return { accepted: true, delay };
  }

  const graphFaults = setInterval(() => {
    const fault = dice.pick(["slow", "throttle", "away", "none", "none", "none"]);
    counts.set(`graph ${fault}`, (counts.get(`graph ${fault}`) ?? 0) + 1);
    graph.faults.set({
      slowMs: fault === "slow" ? 300 : 0,
      throttle: fault === "throttle",
      unavailable: fault === "away",
    });
  }, GRAPH_FAULT_EVERY);

  const deletions = setInterval(() => {
    const recent = chats.conversations().flatMap((conversation) => chats.in(conversation).slice(-RECENT));
    const message = recent.length === 0 ? undefined : dice.pick(recent);
    if (message === undefined) return;
    counts.set("deleted", (counts.get("deleted") ?? 0) + 1);
    deleted.add(message.id);
    chats.remove(message);
  }, DELETION_EVERY);

  return {
    counts,
    deleted,
    next,
    clear() {
      isOver = true;
      for (const each of [throttling, graphFaults, deletions]) clearInterval(each);
      graph.faults.set({ slowMs: 0, throttle: false, unavailable: false });
    },
  };
}
