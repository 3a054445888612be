import { z } from "zod";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { act } from "../act.ts";
import { type BotDeps, defineAction } from "../action.ts";
import { onTicket } from "../fields.ts";
import { rightToHelp } from "../right-to-help.ts";

/**
 * A helper takes a ticket. Whoever comes second is told who has it and since when; whoever has no right to help on its
 * device, not even to view, is told what is missing, before the sharer waits for nothing.
 */
export const pickUp = defineAction({
  verb: "pick-up",
  data: z.strictObject(onTicket),
  handle: (press, world) =>
    act(press, world, async (ticket) => ({
      type: "ClaimTicket",
      ...(await look(press.caller.id, ticket, world)),
    })),
});

/** Nothing is asked where another answer comes first. */
const look = async (helper: PersonId, ticket: Ticket, world: BotDeps) =>
  ticket.status !== "open" || helper === ticket.sharer.id
    ? { rights: null }
    : await rightToHelp(helper, ticket, world);
