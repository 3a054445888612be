import { z } from "zod";
import template from "../../cards/ticket-sharer.json" with { type: "json" };
import { URGENCIES } from "../domain/ticket/events.ts";
import { defineCard } from "./define-card.ts";
import { facts, humanText, onSurface, ownText, stateBadge } from "./fields.ts";

/** The ticket as the person sees it who asked. It stays true from the request to the end. */
export const ticketSharer = defineCard("ticket-sharer", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  subject: humanText(120),
  lead: humanText(600),
  facts,
  /** What the form for more details starts with. */
  details: humanText(4_000),
  urgency: z.enum(URGENCIES),
  canStop: z.boolean(),
  canStepDown: z.boolean(),
  canReopen: z.boolean(),
  /** Add to the request, or withdraw it. */
  canChange: z.boolean(),
  canChangeDevice: z.boolean(),
  hasActions: z.boolean(),
});
