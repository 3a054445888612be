import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket } from "../fields.ts";

/** The helper lets go of the ticket; it is open for everybody again. */
export const giveBack = defineAction({
  verb: "give-back",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "GiveBack" }),
});
