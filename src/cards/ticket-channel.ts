import { z } from "zod";
import template from "../../cards/ticket-channel.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { facts, humanText, onSurface, ownText, stateBadge } from "./fields.ts";

/** The ticket in the helpdesk channel. Everybody there reads it: no details, no device name, no level. */
export const ticketChannel = defineCard("ticket-channel", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  subject: humanText(120),
  lead: humanText(300),
  facts,
  canPickUp: z.boolean(),
  canStop: z.boolean(),
  hasActions: z.boolean(),
});
