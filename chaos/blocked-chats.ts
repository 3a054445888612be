import { setTimeout as wait } from "node:timers/promises";
import { installedIn } from "../bench/activities.ts";
import type { Colleague } from "./person.ts";
import type { Dice } from "./random.ts";

/** How Teams refuses what is sent to a person. */
const CODES = { blocked: "MessageWritesBlocked", removed: "BotNotInConversationRoster" } as const;
type How = keyof typeof CODES;

/** Milliseconds between two blocks, and how long one lasts. */
const EVERY = 6_000;
const SHORTEST = 1_500;
const LONGEST = 6_000;

/** Chats of people who block or remove the bot, for a while or for good. */
export interface BlockedChats {
  /** The code with which Teams answers 403 for this chat now; null when it takes messages. @param id of an update */
  refuses(chat: string, id?: string): string | null;
  /**
   * Ids of messages whose update was refused. Teams refuses to change a deleted message with 403 too, so the bot takes
   * them for deleted and posts the card again, which succeeds when the chat was unblocked in between.
   */
  readonly refusedUpdates: ReadonlySet<string>;
  /** A person blocks or removes the bot for good. */
  blockForGood(person: Colleague): Promise<void>;
  /** Chats that are blocked for good. */
  readonly forGood: ReadonlySet<string>;
  /** Everybody else unblocks the bot and writes. */
  clear(): Promise<void>;
  readonly counts: ReadonlyMap<string, number>;
}

export function blockChats(dice: Dice, people: readonly Colleague[]): BlockedChats {
  const blocked = new Map<string, How>();
  const forGood = new Set<string>();
  const refusedUpdates = new Set<string>();
  const counts = new Map<string, number>();
  const unblocking = new Set<Promise<void>>();
  let isOver = false;

  async function block(person: Colleague): Promise<How> {
    const how = dice.pick(["blocked", "removed"] as const);
    counts.set(`times ${how}`, (counts.get(`times ${how}`) ?? 0) + 1);
    blocked.set(person.chat, how);
    // Teams tells the bot of a removal, and never of a block.
    if (how === "removed") await person.sends({ type: "installationUpdate", action: "remove" });
    return how;
  }

  async function unblock(person: Colleague, how: How): Promise<void> {
    blocked.delete(person.chat);
    const writes = () => (how === "removed" ? person.sends(installedIn({})) : person.types("show"));
    // A message that is lost while a process restarts is sent again: without it the bot takes the chat for blocked.
    while (!(await writes()));
  }

  async function blockForAWhile(person: Colleague): Promise<void> {
    const length = dice.between(SHORTEST, LONGEST);
    const how = await block(person);
    for (const end = Date.now() + length; Date.now() < end && !isOver; ) await wait(100);
    await unblock(person, how);
  }

  const timer = setInterval(() => {
    const person = dice.pick(people);
    if (blocked.has(person.chat)) return;
    const back = blockForAWhile(person);
    unblocking.add(back);
    void back.finally(() => unblocking.delete(back));
  }, EVERY);

  return {
    counts,
    forGood,
    refusedUpdates,
    refuses(chat, id) {
      const how = blocked.get(chat);
      if (how === undefined) return null;
      if (id !== undefined) refusedUpdates.add(id);
      counts.set("403", (counts.get("403") ?? 0) + 1);
      return CODES[how];
    },
    async blockForGood(person) {
      forGood.add(person.chat);
      await block(person);
      person.leaves();
    },
    async clear() {
      isOver = true;
      clearInterval(timer);
      await Promise.all(unblocking);
    },
  };
}
