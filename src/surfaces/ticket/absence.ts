import type { CardContent } from "../../cards/catalog.ts";
import type { CardSlot } from "../../cards/slot.ts";
import type { TicketView } from "../../cards/view.ts";
import { openAsk } from "../../domain/ticket/authority.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { nameOf } from "../words.ts";

/** For the helper: nothing that Beckon writes reaches the sharer, and what to do about it. Empty when it does. */
export function absence({ sharer }: Ticket, view: TicketView): string[] {
  const why = view.absenceOf(sharer.id);
  if (why === null) return [];
  const what = why === "removed" ? "has removed Beckon" : "has not installed Beckon";
  return [`${nameOf(sharer)} ${what}, so nothing from here reaches them: ask by phone that they open it.`];
}

const keyOf = (ask: number) => `nudge:${ask}`;

/** The question that waits although nothing reaches the one it is for; null when there is none. */
const waitingAsk = (ticket: Ticket, view: TicketView) =>
  view.absenceOf(ticket.sharer.id) === null ? null : openAsk(ticket.session);

/** The helper who has to ask a sharer by phone; null when nothing waits, or when they were erased. */
export function whoCanReach(ticket: Ticket, view: TicketView): Person | null {
  const helper = ticket.claim?.helper;
  return helper?.name.text == null || waitingAsk(ticket, view) === null ? null : helper;
}

/**
 * Short notices in the helpdesk channel: one for every question that cannot reach its sharer. What was posted once stays
 * in the list, because it has to stay true.
 *
 * @param posted the keys of the surfaces that were posted before.
 * @param mention who is to act, when they belong to the channel.
 */
export function nudges(
  ticket: Ticket,
  view: TicketView,
  posted: Iterable<string>,
  mention: Person | null = null,
): CardSlot[] {
  const waiting = waitingAsk(ticket, view);
  const wanted = waiting === null ? null : keyOf(waiting.ask);
  const keys = new Set([...posted].filter((key) => key.startsWith(keyOf(0).slice(0, -1))));
  if (wanted !== null) keys.add(wanted);
  return [...keys].map((key) => ({
    key,
    target: { kind: "helpdesk" },
    alert: false,
    words: view.channelWords,
    content: () => (key === wanted ? nudge(ticket, mention) : settled(ticket)),
  }));
}

const nudge = ({ id, sharer }: Ticket, mention: Person | null): CardContent => ({
  card: "nudge",
  data: {
    ticket: id,
    heading: `${nameOf(sharer)}, please open Beckon`,
    text: "A question waits for an answer, and Beckon cannot write to the person it is for. Whoever talks to them: ask that they open Beckon in Teams.",
    mentions: mention === null ? [] : [{ id: mention.id, name: nameOf(mention) }],
  },
});

const settled = ({ id }: Ticket): CardContent => ({
  card: "notice",
  data: {
    hasTicket: true,
    ticket: id,
    heading: "Settled",
    text: "This notice asked somebody to open Beckon. It is of no use any more.",
  },
});
