import { z } from "zod";
import template from "../../cards/nudge.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, nameInMarkdown, ownText } from "./fields.ts";

/** In the helpdesk channel: nothing reaches a sharer, and whoever holds their ticket is mentioned to ask them. */
export const nudge = defineCard("nudge", template, {
  /** The ticket's number. */
  ticket: ownText(20),
  heading: humanText(160),
  text: ownText(300),
  /** Who is mentioned. Their Entra id is what Teams notifies; the name is what it shows. */
  mentions: z.array(z.strictObject({ id: z.guid(), name: nameInMarkdown(60) })).max(2),
});
