import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { aboutSharer, maybeText, onTicket } from "../fields.ts";

/** A resolved ticket comes back, for seven days; its history stays. */
export const reopenTicket = defineAction({
  verb: "reopen-ticket",
  type: "ReopenTicket",
  data: z.object({ ...onTicket, reason: maybeText(1000) }),
  command: ({ ticket, data }) => ({ type: "ReopenTicket", reason: aboutSharer(ticket, data.reason) }),
});
