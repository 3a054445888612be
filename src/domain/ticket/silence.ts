import { afterDuty } from "./duty.ts";
import type { PersonId } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Ticket } from "./ticket.ts";

/** A message of the conversation, as far as it matters here. */
interface Written {
  readonly at: number;
  readonly by: { readonly id: PersonId };
  readonly to: PersonId | null;
  readonly state: "sent" | "edited" | "removed";
}

export interface Silence {
  /** When the sharer wrote the first message that the holder has not answered. */
  readonly writtenAt: number;
  /** From when on the holder is to be reminded; null when that never comes. */
  readonly remindAt: number | null;
}

/**
 * The holder owes the sharer an answer. Null while they do not: they wrote last or acted since, a question is open, or a
 * session is live. Messages to an earlier holder do not count.
 */
export function silenceOf(ticket: Ticket, thread: readonly Written[], policy: Policy): Silence | null {
  const { claim, session, sharer, past } = ticket;
  if (claim === null || session !== null) return null;
  const { helper, since, actedAt } = claim;
  const answers = thread.filter(({ by }) => by.id === helper.id).map(({ at }) => at);
  const heardAt = Math.max(since, actedAt ?? 0, past.at(-1)?.endedAt ?? 0, ...answers);
  const first = thread.find(
    ({ at, by, to, state }) => by.id === sharer.id && to === helper.id && at > heardAt && state !== "removed",
  );
  if (first === undefined) return null;
  return {
    writtenAt: first.at,
    remindAt: afterDuty(first.at, policy.silentHolder.remindAfter, policy.duty),
  };
}
