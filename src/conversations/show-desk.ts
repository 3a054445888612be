import { z } from "zod";
import { refuse } from "../ticket/refusal.ts";
import { draw } from "./act.ts";
import { defineVerb } from "./conversation.ts";
import { explain } from "./explain.ts";
import { onTicket } from "./fields.ts";

/**
 * Back from a form that took the desk's place: nothing is done, and the card is the desk again. A desk is drawn for its
 * helper only; other cards are not to be had this way.
 */
export const showDesk = defineVerb({
  verb: "show-desk",
  data: z.strictObject({ ...onTicket, surface: onTicket.surface.startsWith("desk:") }),
  handle: async ({ caller, data }, world) => {
    const ticket = await world.store.read(data.ticket);
    if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, world) };
    const drawing = await draw(ticket, data.surface, caller, world);
    return drawing === null ? { nothing: true } : { show: drawing };
  },
});
