import { z } from "zod";
import template from "../../cards/message.json" with { type: "json" };
import { isLive, isOver } from "../domain/ticket/authority.ts";
import type { ThreadMessage } from "../ports/thread-store.ts";
import { photoOf } from "./consent.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

export const MOST_MESSAGE = 4_000;

/** What the other side of a request wrote, with a form to reply. */
export const message = defineCard("message", template, {
  ...onSurface,
  number: z.number().int(),
  /** The author. */
  heading: humanText(80),
  /** The request, and what became of the message. */
  about: humanText(160),
  text: humanText(MOST_MESSAGE),
  hasPhoto: z.boolean(),
  photo: ownText(12_000),
  canReply: z.boolean(),
  /** On the newest message of a session, for whoever shares the screen. */
  canStop: z.boolean(),
});

/** @param isNewest of those to the same reader: a button further up would only be one more to keep true. */
export function messageContent(
  view: TicketView,
  { by, to, at, text, state }: ThreadMessage,
  isNewest: boolean,
  key: string,
  words: Words,
): z.infer<typeof message.data> {
  const { ticket } = view;
  const { say } = words;
  const canStop = isNewest && to === ticket.sharer.id && isLive(ticket.session);
  return {
    ticket: ticket.id,
    number: Number(ticket.id.slice("BK-".length)),
    // Only *Stop everything* sends it: without that button, no action on the ticket changes this card.
    version: canStop ? ticket.version : 0,
    surface: key,
    heading: words.name(by),
    about: say(`message.about-${state}`, {
      subject: words.text(ticket.subject),
      time: words.moment(at, at),
    }),
    text: state === "removed" ? say("message.removed", { name: words.firstName(by) }) : words.text(text),
    ...photoOf(by, view),
    canReply: !isOver(ticket) && (to === ticket.sharer.id || to === ticket.claim?.helper.id),
    canStop,
  };
}
