import { setTimeout as wait } from "node:timers/promises";
import { installedIn } from "../bench/activities.ts";
import type { Colleague } from "./person.ts";
import type { Dice } from "./random.ts";

/** How Teams refuses what is sent to a person. */
const CODES = { blocked: "MessageWritesBlocked", removed: "BotNotInConversationRoster" } as const;
type How = keyof typeof CODES;

const EVERY = 6_000;
const SHORTEST = 1_500;
const LONGEST = 6_000;

/** People who block Beckon, or remove it, for a while; and one who never comes back. */
export interface Absences {
  /** The code with which Teams answers 403 for this chat now; null when it takes messages. */
  refuses(chat: string): string | null;
  /** A person blocks or removes Beckon for good. */
  loses(person: Colleague): Promise<void>;
  /** Chats of those who never came back. */
  readonly lost: ReadonlySet<string>;
  /** Everybody else comes back and writes. */
  clear(): Promise<void>;
  readonly made: ReadonlyMap<string, number>;
}

export function makeAbsences(dice: Dice, people: readonly Colleague[]): Absences {
  const away = new Map<string, How>();
  const lost = new Set<string>();
  const made = new Map<string, number>();
  const returns = new Set<Promise<void>>();
  let isOver = false;

  async function goes(person: Colleague): Promise<How> {
    const how = dice.pick(["blocked", "removed"] as const);
    made.set(`times ${how}`, (made.get(`times ${how}`) ?? 0) + 1);
    away.set(person.chat, how);
    // Teams tells of a removal; of a block it says nothing.
    if (how === "removed") await person.sends({ type: "installationUpdate", action: "remove" });
    return how;
  }

  async function comesBack(person: Colleague, how: How): Promise<void> {
    away.delete(person.chat);
    const writes = () => (how === "removed" ? person.sends(installedIn({})) : person.types("show"));
    // A message that is lost while a process restarts is sent again: without it the person would still count as away.
    while (!(await writes()));
  }

  async function leavesForAWhile(person: Colleague): Promise<void> {
    const length = dice.between(SHORTEST, LONGEST);
    const how = await goes(person);
    for (const end = Date.now() + length; Date.now() < end && !isOver; ) await wait(100);
    await comesBack(person, how);
  }

  const gusts = setInterval(() => {
    const person = dice.pick(people);
    if (away.has(person.chat)) return;
    const back = leavesForAWhile(person);
    returns.add(back);
    void back.finally(() => returns.delete(back));
  }, EVERY);

  return {
    made,
    lost,
    refuses(chat) {
      const how = away.get(chat);
      if (how === undefined) return null;
      made.set("403", (made.get("403") ?? 0) + 1);
      return CODES[how];
    },
    async loses(person) {
      lost.add(person.chat);
      await goes(person);
      person.leaves();
    },
    async clear() {
      isOver = true;
      clearInterval(gusts);
      await Promise.all(returns);
    },
  };
}
