import { z } from "zod";
import { defineAction, isDuplicateCard, replaceDuplicateCard } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { cardAfter } from "../perform.ts";

/**
 * Back from a form that took a card's place: nothing is done. A desk is shown to its helper only, a ticket card to its
 * sharer only; other cards cannot be reached this way.
 */
export const showCard = defineAction({
  verb: "show-card",
  data: z.object({ ...onTicket, surface: onTicket.surface.regex(/^(desk:|ticket-sharer$)/) }),
  async show({ ticket, caller, data, deps, action }) {
    if (await isDuplicateCard(action, deps)) return replaceDuplicateCard(action, deps, false);
    const card = await cardAfter(ticket, data.surface, caller, deps);
    return card === null ? { nothing: true } : { show: card };
  },
});
