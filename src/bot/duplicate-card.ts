import { replacedCard } from "../cards/notice.ts";
import { wordsFor } from "../cards/text/words.ts";
import type { Action, BotDeps, OnTicket, Reply } from "./action.ts";

/** Teams names messages by the millisecond; another kind of name is never taken for a different message. */
const MESSAGE_ID = /^\d{13,}$/;

/**
 * True when the pressed message is a duplicate of a card that lives in another message: left by a post that was repeated
 * because its outcome was unknown, or by a repost. What is pressed on it counts all the same. A card whose post had an
 * unknown outcome has arrived when it is pressed, and is reconciled from then on.
 */
export async function isDuplicateCard(
  { data, messageId, scope }: Action<OnTicket>,
  deps: BotDeps,
): Promise<boolean> {
  if (messageId === null || data.surface === "") return false;
  try {
    const chat = withoutThread(scope.address.conversationId);
    const kept = await deps.deliveryStore.adopt(data.ticket, data.surface, chat, messageId);
    return kept !== messageId && MESSAGE_ID.test(kept ?? "") && MESSAGE_ID.test(messageId);
  } catch {
    deps.log.warn("surface.not-adopted", { ticket: data.ticket });
    return false;
  }
}

/** Takes the buttons off the duplicate for everybody, and shows the same to the caller at once. */
export function replaceDuplicateCard(
  { data, messageId, scope, caller }: Action<OnTicket>,
  deps: BotDeps,
  isDone: boolean,
): Reply {
  const words = wordsFor(caller);
  const notice = replacedCard(data.ticket, words, isDone ? words.say("notice.done") : "");
  if (messageId !== null) {
    const { address } = scope;
    deps.replace({ ...address, conversationId: withoutThread(address.conversationId) }, messageId, notice);
  }
  return { show: notice };
}

const withoutThread = (conversationId: string) => conversationId.replace(/;messageid=.*$/, "");
