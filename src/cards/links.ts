import { z } from "zod";
import template from "../../cards/links.json" with { type: "json" };
import { isLive } from "../domain/ticket/authority.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import { MOST_MESSAGE_FILES } from "./message.ts";
import { humanText, onSurface, ownText } from "./ticket-parts.ts";

const MOST_LINKS = MOST_MESSAGE_FILES;

interface Link {
  readonly label: string;
  readonly title: string;
  readonly url: string;
}

/** Addresses that somebody asked for: it stands in the place of the card that was pressed until *Back*. */
export const links = defineCard("links", template, {
  ...onSurface,
  heading: humanText(120),
  text: humanText(300),
  links: z
    .array(z.strictObject({ label: humanText(80), title: ownText(20), url: z.url({ protocol: /^https?$/ }) }))
    .max(MOST_LINKS),
  /** For the sharer in a live session: the pressed card had this button too. */
  canStop: z.boolean(),
});

/** @param surface the card that was pressed. */
export const linksContent = (
  ticket: Ticket,
  surface: string,
  reader: PersonId,
  shown: { heading: string; text: string; links: readonly Link[] },
): CardContent => ({
  card: "links",
  data: {
    ticket: ticket.id,
    version: ticket.version,
    surface,
    ...shown,
    links: [...shown.links],
    canStop: reader === ticket.sharer.id && isLive(ticket.session),
  },
});
