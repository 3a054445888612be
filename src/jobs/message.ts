import { render } from "../cards/catalog.ts";
import { replacedCard } from "../cards/notice.ts";
import type { Words } from "../cards/text/words.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import { type Message, MessageFault, type MessageFaultKind } from "../ports/messenger.ts";

/**
 * How long a request whose answer never came may still take effect. Longer than the connector's own timeout, and short
 * enough that a question which did not arrive is asked again while it can be answered.
 */
export const SETTLE_AFTER = 20_000;

export const isFault = (fault: unknown, kind: MessageFaultKind): fault is MessageFault =>
  fault instanceof MessageFault && fault.kind === kind;

/** The card's own one-line text, which every card has. */
export function summaryOf(card: object): string {
  return "fallbackText" in card && typeof card.fallbackText === "string" ? card.fallbackText : "Beckon";
}

const MOST_SUMMARY = 160;
const MOST_TEXT = 400;

/** What is left of a card that Teams finds too long: what it is about, and how to go on without it. */
export function shortOf({ summary, alert }: Message, words: Words): Message {
  const card = render({
    card: "notice",
    data: {
      hasTicket: false,
      ticket: "",
      heading: words.say("notice.too-long"),
      text: `${summary.slice(0, MOST_TEXT)} ${words.say("notice.too-long-then")}`,
    },
  });
  return { card, summary: summary.slice(0, MOST_SUMMARY), alert };
}

/** What becomes of a message whose card is in another one: it has no buttons any more. */
export function replacedNotice(ticket: TicketId, words: Words): Message {
  const card = render(replacedCard(ticket, words), words.language);
  return { card, summary: summaryOf(card), alert: false };
}
