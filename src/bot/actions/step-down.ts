import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket } from "../fields.ts";

/** Control or elevation goes back to viewing, at once and without a question. */
export const stepDown = defineAction({
  verb: "step-down",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "StepDown" }),
});
