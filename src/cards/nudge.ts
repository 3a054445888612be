import { z } from "zod";
import template from "../../cards/nudge.json" with { type: "json" };
import type { Person } from "../domain/ticket/person.ts";
import { defineCard } from "./define-card.ts";
import { noticeOn } from "./notice.ts";
import type { CardSlot } from "./slot.ts";
import { humanText, nameInMarkdown, ownText } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** In the helpdesk channel: nothing reaches a sharer, and the helper who holds their ticket is mentioned to ask them. */
export const nudge = defineCard("nudge", template, {
  /** The ticket's number. */
  ticket: ownText(20),
  heading: humanText(160),
  text: ownText(300),
  /** Who is mentioned. Their Entra id is what Teams notifies; the name is what it shows. */
  mentions: z.array(z.strictObject({ id: z.guid(), name: nameInMarkdown(60) })).max(2),
});

const KEY = "nudge:";

/** The question that waits although nothing reaches the one it is for; null when there is none. */
const waitingAsk = ({ ticket, absenceOf, openAsk }: TicketView) =>
  absenceOf(ticket.sharer.id) === null ? null : openAsk;

/** The helper who has to ask a sharer by phone; null when nothing waits, or when they were erased. */
export function whoCanReach(view: TicketView): Person | null {
  const helper = view.ticket.claim?.helper;
  return helper?.name.text == null || waitingAsk(view) === null ? null : helper;
}

/**
 * Short notices in the helpdesk channel: one for every question that cannot reach its sharer. What was posted once stays
 * in the list, because it has to stay true.
 *
 * @param posted the keys of the cards that were posted before.
 * @param mention who is to act, when they belong to the channel.
 */
export function nudges(
  view: TicketView,
  posted: Iterable<string>,
  mention: Person | null = null,
): CardSlot[] {
  const waiting = waitingAsk(view);
  const wanted = waiting === null ? null : `${KEY}${waiting.ask}`;
  const keys = new Set([...posted].filter((key) => key.startsWith(KEY)));
  if (wanted !== null) keys.add(wanted);
  return [...keys].map((key) => ({
    key,
    target: { kind: "helpdesk" },
    alert: false,
    words: view.channelWords,
    content: () => (key === wanted ? nudgeContent(view, mention) : settled(view)),
  }));
}

function nudgeContent({ ticket, channelWords: { say, name } }: TicketView, mention: Person | null) {
  const data = {
    ticket: ticket.id as string,
    heading: say("nudge.heading", { sharer: name(ticket.sharer) }),
    text: say("nudge.text"),
    mentions: mention === null ? [] : [{ id: mention.id, name: name(mention) }],
  };
  return { card: "nudge" as const, data };
}

const settled = (view: TicketView) =>
  noticeOn(view.ticket, view.channelWords.say("nudge.settled"), view.channelWords.say("nudge.settled-text"));
