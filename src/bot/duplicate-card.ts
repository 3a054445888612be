import { replacedCard } from "../surfaces/replaced.ts";
import type { Action, BotDeps, OnTicket, Reply } from "./action.ts";

/** Teams names messages by the millisecond; another kind of name is never taken for a different message. */
const MESSAGE_ID = /^\d{13,}$/;

/**
 * Was this pressed on a copy of the card that is kept true in another message? A post that was repeated because its
 * outcome was unknown, or a card that was brought anew, can leave such a copy. What is pressed on it counts all the
 * same. A card whose post was in doubt has arrived when it is pressed, and is kept from now on.
 */
export async function isDuplicateCard(
  { data, messageId, scope }: Action<OnTicket>,
  world: BotDeps,
): Promise<boolean> {
  if (messageId === null) return false;
  try {
    const chat = withoutThread(scope.address.conversationId);
    const kept = await world.deliveryStore.adopt(data.ticket, data.surface, chat, messageId);
    return kept !== messageId && MESSAGE_ID.test(kept ?? "") && MESSAGE_ID.test(messageId);
  } catch {
    world.log.warn("surface.not-adopted", { ticket: data.ticket });
    return false;
  }
}

/** Takes the buttons off the copy, for whoever sees it, and shows the same to the presser at once. */
export function replaceDuplicateCard(
  { data, messageId, scope }: Action<OnTicket>,
  world: BotDeps,
  said: string,
): Reply {
  const notice = replacedCard(data.ticket, said);
  if (messageId !== null) {
    const { address } = scope;
    world.replace({ ...address, conversationId: withoutThread(address.conversationId) }, messageId, notice);
  }
  return { show: notice };
}

const withoutThread = (conversationId: string) => conversationId.replace(/;messageid=.*$/, "");
