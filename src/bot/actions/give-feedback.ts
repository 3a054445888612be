import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { aboutSharer, maybeText, onTicket, wholeNumber } from "../fields.ts";

/** One question after a session. “Not fixed” reopens a resolved ticket. */
export const giveFeedback = defineAction({
  verb: "give-feedback",
  type: "GiveFeedback",
  data: z.object({
    ...onTicket,
    session: wholeNumber,
    fixed: z.enum(["yes", "no"]),
    rating: z
      .union([z.literal(""), wholeNumber.pipe(z.int().min(1).max(5))])
      .nullish()
      .transform((given) => (typeof given === "number" ? given : null)),
    comment: maybeText(1000),
  }),
  command: ({ ticket, data }) => ({
    type: "GiveFeedback",
    session: data.session,
    fixed: data.fixed === "yes",
    rating: data.rating,
    comment: aboutSharer(ticket, data.comment),
  }),
});
