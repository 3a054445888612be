import { z } from "zod";
import { refuse } from "../ticket/refusal.ts";
import { draw } from "./act.ts";
import { defineVerb } from "./conversation.ts";
import { explain } from "./explain.ts";
import { onTicket } from "./fields.ts";

/**
 * Back from a form that took a card's place: nothing is done, and the card is as it was. A desk is drawn for its helper
 * only, a ticket card for its person; other cards are not to be had this way.
 */
export const showCard = defineVerb({
  verb: "show-card",
  data: z.strictObject({ ...onTicket, surface: onTicket.surface.regex(/^(desk:|ticket-sharer$)/) }),
  handle: async ({ caller, data }, world) => {
    const ticket = await world.store.read(data.ticket);
    if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, world) };
    const drawing = await draw(ticket, data.surface, caller, world);
    return drawing === null ? { nothing: true } : { show: drawing };
  },
});
