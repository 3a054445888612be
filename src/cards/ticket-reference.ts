import { z } from "zod";
import template from "../../cards/ticket-reference.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText, stateBadge } from "./ticket-parts.ts";

/** Which ticket is meant, for a chat full of people who may not see it: pressing shows the rest to those who may. */
export const ticketReference = defineCard("ticket-reference", template, {
  id: ownText(20),
  number: z.number().int(),
  ...stateBadge,
  since: ownText(60),
  /** In the helpdesk channel only, where the ticket's own card says it too. */
  hasSubject: z.boolean(),
  subject: humanText(160),
});
