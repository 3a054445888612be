import { z } from "zod";
import { act } from "../act.ts";
import { defineVerb } from "../conversation.ts";
import { onTicket } from "../fields.ts";

/** Control or elevation goes back to viewing, at once and without a question. */
export const stepDown = defineVerb({
  verb: "step-down",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "StepDown" }),
});
