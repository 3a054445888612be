import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { maybeAboutSharer, maybeText, onTicket } from "../fields.ts";

/** A resolved ticket comes back, for seven days; what happened in it stays. */
export const reopenTicket = defineAction({
  verb: "reopen-ticket",
  data: z.strictObject({ ...onTicket, reason: maybeText(1000) }),
  handle: (press, world) =>
    act(press, world, (ticket) => ({
      type: "ReopenTicket",
      reason: maybeAboutSharer(ticket, press.data.reason),
    })),
});
