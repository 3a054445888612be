import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket, wholeNumber } from "../fields.ts";

/** The helper takes a question back before it is answered. */
export const cancelAsk = defineAction({
  verb: "cancel-ask",
  data: z.strictObject({ ...onTicket, ask: wholeNumber }),
  handle: (press, world) => act(press, world, { type: "CancelAsk", ask: press.data.ask }),
});
