import { z } from "zod";
import { refuse } from "../../domain/ticket/refusal.ts";
import { draw } from "../act.ts";
import { defineAction } from "../action.ts";
import { isDuplicateCard, replaceDuplicateCard } from "../duplicate-card.ts";
import { explain } from "../explain.ts";
import { onTicket } from "../fields.ts";

/**
 * Back from a form that took a card's place: nothing is done, and the card is as it was. A desk is drawn for its helper
 * only, a ticket card for its person; other cards are not to be had this way.
 */
export const showCard = defineAction({
  verb: "show-card",
  data: z.strictObject({ ...onTicket, surface: onTicket.surface.regex(/^(desk:|ticket-sharer$)/) }),
  handle: async (press, world) => {
    const { caller, data } = press;
    const ticket = await world.store.read(data.ticket);
    if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, world) };
    if (await isDuplicateCard(press, world)) return replaceDuplicateCard(press, world, "");
    const drawing = await draw(ticket, data.surface, caller, world);
    return drawing === null ? { nothing: true } : { show: drawing };
  },
});
