import { z } from "zod";
import { OUTCOMES } from "../../domain/ticket/events.ts";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { aboutSharer, onTicket, text } from "../fields.ts";

/** The helper closes the ticket with an outcome and what was done; a live session ends. */
export const resolveTicket = defineAction({
  verb: "resolve-ticket",
  data: z.strictObject({ ...onTicket, outcome: z.enum(OUTCOMES), done: text(2000) }),
  handle: (press, world) =>
    act(press, world, (ticket) => ({
      type: "ResolveTicket",
      outcome: press.data.outcome,
      done: aboutSharer(ticket, press.data.done),
    })),
});
