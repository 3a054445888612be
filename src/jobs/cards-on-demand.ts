import { type CardContent, type CardInLanguage, render } from "../cards/catalog.ts";
import { plan } from "../cards/plan.ts";
import { atHand, type CardSlot, type Target } from "../cards/slot.ts";
import { languageOf } from "../cards/text/words.ts";
import { viewOf } from "../cards/view.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { type Address, MessageFault } from "../ports/messenger.ts";
import type { Log } from "../telemetry/log.ts";
import type { Delivery } from "./delivery.ts";
import { findChat } from "./find-chat.ts";
import { type ContextDeps, renderContextOf } from "./render-context.ts";
import { type SendDeps, summaryOf } from "./send-card.ts";

/** Cards that an action or command asks for, beside those that the delivery keeps up to date. */
export interface CardsOnDemand {
  /** The ticket's card under that key as it is now; null when there is none, or when it is not for that person. */
  slot(ticket: Ticket, key: string, reader: PersonId): Promise<CardSlot | null>;
  /** Reposts the cards that a person can act on to the end of their chat; false when there is none for them. */
  bring(ticket: Ticket, person: PersonId): Promise<boolean>;
  /** Puts another card into a message that is not kept up to date, and does not wait for it. */
  replace(at: Address, messageId: string, content: CardInLanguage): void;
  /** Sends a card to a person's chat; false when they have none with Beckon. @throws {MessageFault} */
  send(person: PersonId, content: CardContent): Promise<boolean>;
  /** Where a target can be written to; null when it cannot. */
  reach(target: Target): Promise<Address | null>;
}

/** An action can name any card: in the helpdesk channel they are safe for everybody. */
const mayRead = (reader: PersonId, target: Target): boolean =>
  target.kind === "helpdesk" || (target.kind === "person" && target.person === reader);

export function createCardsOnDemand(
  deps: ContextDeps & SendDeps & { readonly log: Log },
  delivery: Pick<Delivery, "wake" | "contextOf">,
): CardsOnDemand {
  const { addresses, messenger, log } = deps;
  const slotsOf = async (ticket: Ticket): Promise<CardSlot[]> =>
    plan(viewOf(ticket, (await delivery.contextOf(ticket)) ?? (await renderContextOf(ticket, deps))));

  return {
    slot: async (ticket, key, reader) =>
      (await slotsOf(ticket)).find((each) => each.key === key && mayRead(reader, each.target)) ?? null,

    async bring(ticket, person) {
      const keys = atHand(await slotsOf(ticket), person).map(({ key }) => key);
      if (keys.length === 0) return false;
      await deps.deliveryStore.requestRepost(ticket.id, keys);
      delivery.wake(ticket.id);
      return true;
    },

    replace(at, messageId, content) {
      const card = render(content, content.language);
      messenger.update(at, messageId, { card, summary: summaryOf(card), alert: false }).then(
        () => log.info("message.replaced", { card: content.card }),
        (fault: unknown) => {
          const kind = fault instanceof MessageFault ? fault.kind : "unknown";
          log.warn("message.not-replaced", { kind });
        },
      );
    },

    async send(person, content) {
      const contact = await addresses.contact(person);
      if (contact?.chat == null || contact.blocked !== null) return false;
      await messenger.post(contact.chat, {
        card: render(content, languageOf({ ...deps.channelReader, ...contact })),
        summary: "Beckon",
        alert: true,
      });
      return true;
    },

    async reach(target) {
      const chat = await findChat(target, deps);
      return "address" in chat ? chat.address : null;
    },
  };
}
