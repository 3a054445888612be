import type { TurnContext } from "botbuilder";
import type { ChatScope, Reply } from "../bot/action.ts";
import type { Caller } from "../bot/caller.ts";
import { type CardContent, render } from "../cards/catalog.ts";
import type { AddressBook } from "../ports/address-book.ts";
import type { Address, Message, Messenger } from "../ports/messenger.ts";
import { answerWithCard, answerWithMessage } from "./invoke-response.ts";

/** Gives one person a reply, whichever way they asked. @throws {MessageFault} @throws {CardFault} */
export type Answer = (reply: Reply) => Promise<void>;

/** To a button: only its presser sees it. A button has to be answered, with a word at least. */
export const answerButton =
  (context: TurnContext): Answer =>
  async (reply) => {
    if ("say" in reply) await answerWithMessage(context, reply.say);
    else if ("show" in reply) await answerWithCard(context, render(reply.show));
    else await answerWithMessage(context, "Done.");
  };

/** In one chat, for everybody in it; in a channel in the same thread. */
export const answerIn =
  (to: Address, messenger: Messenger): Answer =>
  async (reply) => {
    if ("say" in reply) await messenger.say(to, reply.say);
    else if ("show" in reply) await messenger.post(to, cardMessage(reply.show));
  };

/**
 * To somebody alone, though they asked in front of others: an old client's button, which cannot be answered for its
 * presser only, or a command whose answer is a card. Outside a personal chat it goes to theirs.
 */
export const answerPrivately =
  (sender: { caller: Caller; scope: ChatScope }, messenger: Messenger, addresses: AddressBook): Answer =>
  async (reply) => {
    const { caller, scope } = sender;
    if (scope.kind === "personal") return answerIn(scope.address, messenger)(reply);
    const chat = (await addresses.contact(caller.id))?.chat;
    if (chat) return answerIn(chat, messenger)(reply);
    await messenger.say(
      scope.address,
      "Please open a personal chat with Beckon; the answer is for you only.",
    );
  };

/** To a typed message: words where they were asked for, cards for the person alone. */
export const answerTyped =
  (sender: { caller: Caller; scope: ChatScope }, messenger: Messenger, addresses: AddressBook): Answer =>
  (reply) =>
    "show" in reply
      ? answerPrivately(sender, messenger, addresses)(reply)
      : answerIn(sender.scope.address, messenger)(reply);

/** A card in answer to somebody needs no alert: they are looking. */
export function cardMessage(drawing: CardContent): Message {
  const card = render(drawing);
  const spoken =
    "fallbackText" in card && typeof card.fallbackText === "string" ? card.fallbackText : "Beckon";
  return { card, summary: spoken, alert: false };
}
