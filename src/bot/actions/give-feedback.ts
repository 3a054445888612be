import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { maybeAboutSharer, maybeText, onTicket, wholeNumber } from "../fields.ts";

/** One question after a session. “Not fixed” reopens a resolved ticket. */
export const giveFeedback = defineAction({
  verb: "give-feedback",
  data: z.strictObject({
    ...onTicket,
    session: wholeNumber,
    fixed: z.enum(["yes", "no"]),
    rating: z
      .union([z.literal(""), wholeNumber.pipe(z.int().min(1).max(5))])
      .nullish()
      .transform((given) => (typeof given === "number" ? given : null)),
    comment: maybeText(1000),
  }),
  handle: (press, world) =>
    act(press, world, (ticket) => ({
      type: "GiveFeedback",
      session: press.data.session,
      fixed: press.data.fixed === "yes",
      rating: press.data.rating,
      comment: maybeAboutSharer(ticket, press.data.comment),
    })),
});
