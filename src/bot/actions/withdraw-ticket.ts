import { z } from "zod";
import { act } from "../act.ts";
import { defineVerb } from "../conversation.ts";
import { onTicket } from "../fields.ts";

/** The request is taken back; a session in it ends at once. */
export const withdrawTicket = defineVerb({
  verb: "withdraw-ticket",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "WithdrawTicket" }),
});
