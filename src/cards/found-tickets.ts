import { z } from "zod";
import template from "../../cards/found-tickets.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText, stateBadge } from "./fields.ts";

/** One page of what was found, newest first. */
export const foundTickets = defineCard("found-tickets", template, {
  heading: humanText(100),
  isEmpty: z.boolean(),
  empty: ownText(),
  rows: z
    .array(
      z.strictObject({
        number: z.number().int(),
        id: ownText(20),
        subject: humanText(100),
        people: humanText(80),
        since: ownText(60),
        ...stateBadge,
      }),
    )
    .max(8),
  hasPages: z.boolean(),
  hasNewer: z.boolean(),
  hasOlder: z.boolean(),
  /** What was asked, word by word, for the next page: buttons send it and nobody reads it. */
  question: z.string().max(300),
  before: z.number().int(),
});
