import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { answerOnCard } from "../pressed-card.ts";

/**
 * Back from a form or links that took a card's place: nothing is done. Each of these cards is shown to the person whose
 * it is; others cannot be reached this way.
 */
export const showCard = defineAction({
  verb: "show-card",
  data: z.object({
    ...onTicket,
    surface: onTicket.surface.regex(/^(desk:|ticket-sharer$|message:|(?:consent|escalation|extension):)/),
  }),
  show: ({ ticket, deps, action }) => answerOnCard(action, ticket, "", deps),
});
