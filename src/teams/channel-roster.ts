import type { PersonId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Address } from "../ports/messenger.ts";
import type { Roster } from "../ports/roster.ts";

const FRESH_FOR = 10 * 60_000;
const MOST = 1_000;

/** Asks Teams once in ten minutes about each person: a card is compared often, and people rarely leave a team. */
export function rememberRoster(roster: Roster, clock: Clock): Roster {
  const known = new Map<string, { readonly isThere: boolean; readonly askedAt: number }>();

  async function ask(key: string, channel: Address, person: PersonId): Promise<boolean> {
    const isThere = await roster.has(channel, person);
    if (known.size >= MOST) known.clear();
    known.set(key, { isThere, askedAt: clock.now() });
    return isThere;
  }

  return {
    async has(channel, person) {
      const key = `${channel.conversationId} ${person}`;
      const last = known.get(key);
      if (last !== undefined && clock.now() - last.askedAt < FRESH_FOR) return last.isThere;
      return ask(key, channel, person);
    },
  };
}
