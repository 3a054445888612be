import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { lenient } from "../fields.ts";

/** The sharer takes the request back; a session in it ends at once. */
export const withdrawTicket = defineAction({
  verb: "withdraw-ticket",
  type: "WithdrawTicket",
  data: z.object(lenient),
  command: () => ({ type: "WithdrawTicket" }),
});
