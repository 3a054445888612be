import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket } from "../fields.ts";

/** The request is taken back; a session in it ends at once. */
export const withdrawTicket = defineAction({
  verb: "withdraw-ticket",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "WithdrawTicket" }),
});
