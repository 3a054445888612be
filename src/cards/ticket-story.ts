import { z } from "zod";
import template from "../../cards/ticket-story.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText, stateBadge } from "./fields.ts";

/** All that happened on one ticket, in words and in order, a part at a time. */
export const ticketStory = defineCard("ticket-story", template, {
  id: ownText(20),
  number: z.number().int(),
  ...stateBadge,
  heading: humanText(160),
  people: humanText(160),
  device: humanText(120),
  lines: z
    .array(
      z.strictObject({
        when: ownText(60),
        what: humanText(220),
        hasText: z.boolean(),
        text: humanText(300),
      }),
    )
    .max(10),
  hasPages: z.boolean(),
  place: ownText(40),
  hasEarlier: z.boolean(),
  earlier: z.number().int(),
  hasLater: z.boolean(),
  later: z.number().int(),
});
