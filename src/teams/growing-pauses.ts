const SHORTEST = 1_000;
/** Longer than this only when Teams says so. */
const LONGEST = 16_000;

/**
 * How long a chat is left alone that Teams throttles again as soon as it is written to: what it named was too short, so
 * the pause doubles each time, until a message gets through. All times in milliseconds.
 */
export class GrowingPauses {
  readonly #chats = new Map<string, { readonly inARow: number; readonly until: number }>();

  /** @param named what Teams asked for. @returns for how long to leave the chat alone. */
  next(conversation: string, named: number, now: number): number {
    const { inARow, until } = this.#chats.get(conversation) ?? { inARow: 0, until: now };
    // What was under way when the pause began says nothing about its length.
    const failed = until > now ? Math.max(inARow, 1) : inARow + 1;
    const pause = Math.max(named, Math.min(SHORTEST * 2 ** (failed - 1), LONGEST));
    this.#chats.set(conversation, { inARow: failed, until: Math.max(until, now + pause) });
    return pause;
  }

  /** Something got through. */
  end(conversation: string): void {
    this.#chats.delete(conversation);
  }
}
