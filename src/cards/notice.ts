import { z } from "zod";
import template from "../../cards/notice.json" with { type: "json" };
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";

/** One thing that happened and needs no answer; also what a settled question turns into. */
export const notice = defineCard("notice", template, {
  hasTicket: z.boolean(),
  /** The ticket's number, or "" */
  ticket: ownText(20),
  heading: humanText(160),
  text: humanText(800),
});

export const noticeOn = ({ id }: Pick<Ticket, "id">, heading: string, text: string): CardContent => ({
  card: "notice",
  data: { hasTicket: true, ticket: id, heading, text },
});

/** What is left of a message whose card is now in another one. @param said a sentence before it, or "" */
export const replacedCard = (ticket: TicketId, words: Words, said = ""): CardContent => ({
  card: "notice",
  data: {
    hasTicket: true,
    ticket,
    heading: words.say("notice.replaced"),
    text: [said, words.say("notice.replaced-where")].filter(Boolean).join(" "),
  },
});
