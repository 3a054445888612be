import type { SimulatedGraph } from "../playground/graph/simulated-graph.ts";
import type { Chats, Trouble } from "../test/support/chats.ts";
import type { Dice } from "./random.ts";

/** What the connector, Graph and people's fingers do to messages while it storms. */
export interface Weather {
  /** How often each trouble was made. */
  readonly made: ReadonlyMap<string, number>;
  /** Ids of deleted messages. */
  readonly deleted: ReadonlySet<string>;
  /** What becomes of a request to the connector. */
  trouble(): Trouble;
  /** From now on everything works at once. */
  clear(): void;
}

const MOST_DELAY = 400;
const STORM_EVERY = 3_000;
const STORM_FOR = 700;
const DELETION_EVERY = 5_000;

/**
 * Latency and reordering, 429 storms, 412 and 413, 5xx and hang-ups before and after the request took effect; messages
 * that somebody deletes; Graph slow and away.
 */
export function makeWeather(dice: Dice, chats: Chats, graph: SimulatedGraph): Weather {
  const made = new Map<string, number>();
  const deleted = new Set<string>();
  const count = (name: string, trouble: Trouble): Trouble => {
    made.set(name, (made.get(name) ?? 0) + 1);
    return trouble;
  };
  let stormUntil = 0;
  let isOver = false;
  const storms = setInterval(() => {
    stormUntil = Date.now() + STORM_FOR;
  }, STORM_EVERY);

  function trouble(): Trouble {
    if (isOver) return { accepted: true };
    const delay = dice.chance(0.3) ? dice.below(MOST_DELAY) : dice.below(10);
    if (Date.now() < stormUntil && dice.chance(0.7)) {
      return count("429", { accepted: false, answer: 429, retryAfter: dice.between(1, 2) });
    }
    const throw_ = dice.next();
    if (throw_ < 0.02) return count("5xx after accepting", { accepted: true, answer: 502, delay });
    if (throw_ < 0.04) return count("5xx before accepting", { accepted: false, answer: 503, delay });
    if (throw_ < 0.06) return count("reset after accepting", { accepted: true, answer: "reset", delay });
    if (throw_ < 0.08) return count("reset before accepting", { accepted: false, answer: "reset", delay });
    if (throw_ < 0.09) return count("412", { accepted: false, answer: 412, retryAfter: 1 });
    if (throw_ < 0.1) return count("413", { accepted: false, answer: 413, code: "MessageSizeTooBig", delay });
    if (delay > 10) return count("late", { accepted: true, delay });
    return { accepted: true, delay };
  }

  const gusts = setInterval(() => {
    const fault = dice.pick(["slow", "throttle", "away", "none", "none", "none"]);
    made.set(`graph ${fault}`, (made.get(`graph ${fault}`) ?? 0) + 1);
    graph.faults.set({
      slowMs: fault === "slow" ? 300 : 0,
      throttle: fault === "throttle",
      unavailable: fault === "away",
    });
  }, 1_000);

  const deletions = setInterval(() => {
    const recent = chats.conversations().flatMap((conversation) => chats.in(conversation).slice(-RECENT));
    const message = recent.length === 0 ? undefined : dice.pick(recent);
    if (message === undefined) return;
    made.set("deleted", (made.get("deleted") ?? 0) + 1);
    deleted.add(message.id);
    chats.remove(message);
  }, DELETION_EVERY);

  return {
    made,
    deleted,
    trouble,
    clear() {
      isOver = true;
      for (const each of [storms, gusts, deletions]) clearInterval(each);
      graph.faults.set({ slowMs: 0, throttle: false, unavailable: false });
    },
  };
}

/** Messages posted long ago are not deleted. */
const RECENT = 20;
