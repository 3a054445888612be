import { replacedCard } from "../cards/notice.ts";
import { type CardSlot, contentOf } from "../cards/slot.ts";
import { wordsFor } from "../cards/text/words.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { withoutThread } from "../ports/messenger.ts";
import type { Action, BotDeps, OnTicket, Reply } from "./action.ts";
import { unlessUnavailable } from "./perform.ts";

type Press = Action<OnTicket>;

/** The pressed card as it is now. A message that holds a duplicate of it loses its buttons for everybody. */
export async function answerOnCard(
  press: Press,
  ticket: Ticket,
  said: string,
  deps: BotDeps,
): Promise<Reply> {
  const answer = async (): Promise<Reply> => {
    const slot = await slotOf(press, ticket, deps);
    if (slot === null) return { nothing: true };
    if (!isWhereItBelongs(slot, press, deps) || !(await isDuplicate(press, deps)))
      return { show: contentOf(slot) };
    return { show: replaceDuplicate(press, said, deps) };
  };
  return (await unlessUnavailable(deps, answer())) ?? { nothing: true };
}

/**
 * After a refusal the caller's own card showed a button that is of no use, so it is rendered again. A message that many
 * people read is not touched for a refused action.
 */
export async function mendCard(press: Press, ticket: Ticket, deps: BotDeps): Promise<void> {
  const mend = async () => {
    const slot = await slotOf(press, ticket, deps);
    if (slot?.target.kind !== "person" || !isWhereItBelongs(slot, press, deps)) return;
    if (await isDuplicate(press, deps)) replaceDuplicate(press, "", deps);
    await deps.deliveryStore.redraw(ticket.id, slot.key);
    deps.wake(ticket.id);
  };
  await unlessUnavailable(deps, mend());
}

const slotOf = ({ data, caller }: Press, ticket: Ticket, deps: BotDeps): Promise<CardSlot | null> =>
  data.surface === "" ? Promise.resolve(null) : deps.slot(ticket, data.surface, caller.id);

const chatOf = ({ scope }: Press): string => withoutThread(scope.address.conversationId);

/** The caller's own card in their own chat, or the channel's card in the channel: what they press it on is theirs to mend. */
const isWhereItBelongs = ({ target }: CardSlot, press: Press, { helpdesk }: BotDeps): boolean =>
  target.kind === "person" ? press.scope.kind === "personal" : chatOf(press) === helpdesk;

/** Teams names messages by the millisecond; another kind of name is never taken for a different message. */
const MESSAGE_ID = /^\d{13,}$/;

/**
 * True when the pressed message is a duplicate of a card that lives in another message: left by a post that was repeated
 * because its outcome was unknown, or by a repost. What is pressed on it counts. A card whose post had an
 * unknown outcome has arrived when it is pressed, and is reconciled from then on.
 */
async function isDuplicate(press: Press, { deliveryStore }: BotDeps): Promise<boolean> {
  const { data, messageId } = press;
  if (messageId === null) return false;
  const kept = await deliveryStore.adopt(data.ticket, data.surface, chatOf(press), messageId);
  return kept !== messageId && MESSAGE_ID.test(kept ?? "") && MESSAGE_ID.test(messageId);
}

function replaceDuplicate(press: Press, said: string, deps: BotDeps) {
  const { data, messageId, scope, caller } = press;
  const words = wordsFor(caller);
  const notice = { ...replacedCard(data.ticket, words, said), language: words.language };
  if (messageId !== null) {
    deps.replace({ ...scope.address, conversationId: chatOf(press) }, messageId, notice);
  }
  return notice;
}
