import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { answerOnCard } from "../pressed-card.ts";

/**
 * Back from a form that took a card's place: nothing is done. A desk is shown to its helper only, a ticket card to its
 * sharer only; other cards cannot be reached this way.
 */
export const showCard = defineAction({
  verb: "show-card",
  data: z.object({ ...onTicket, surface: onTicket.surface.regex(/^(desk:|ticket-sharer$)/) }),
  show: ({ ticket, deps, action }) => answerOnCard(action, ticket, "", deps),
});
