import { z } from "zod";
import template from "../../cards/tickets.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText, stateBadge } from "./fields.ts";

/** A person's tickets, newest first: the answer to a typed `status` or `history`. Open ones have their card to show. */
export const tickets = defineCard("tickets", template, {
  heading: ownText(60),
  isEmpty: z.boolean(),
  empty: ownText(200),
  rows: z
    .array(
      z.strictObject({
        number: z.number().int(),
        id: ownText(20),
        subject: humanText(120),
        since: ownText(60),
        canBring: z.boolean(),
        ...stateBadge,
      }),
    )
    .max(10),
});
