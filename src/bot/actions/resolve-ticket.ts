import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { OUTCOMES } from "../../domain/ticket/events.ts";
import { defineAction } from "../define-action.ts";
import { aboutSharer, lenient, maybeText } from "../fields.ts";

/** Missing means the first choice of the card; another word is still an error. */
const outcome = z
  .union([z.enum(OUTCOMES), z.literal("")])
  .nullish()
  .transform((chosen) => chosen || "fixed");

/** The helper closes the ticket with an outcome and what was done; a live session ends. Lost inputs do not hold it up. */
export const resolveTicket = defineAction({
  verb: "resolve-ticket",
  type: "ResolveTicket",
  data: z.object({
    ...lenient,
    outcome: outcome,
    done: maybeText(2000),
  }),
  command: ({ ticket, caller, data }) => ({
    type: "ResolveTicket",
    outcome: data.outcome,
    done: aboutSharer(ticket, data.done ?? wordsFor(caller).say("bot.no-details-of-work")),
  }),
});
