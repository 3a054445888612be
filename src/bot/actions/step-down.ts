import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { lenient } from "../fields.ts";

/** Control or administrator control goes back to viewing, at once and without a question. */
export const stepDown = defineAction({
  verb: "step-down",
  type: "StepDown",
  data: z.object(lenient),
  command: () => ({ type: "StepDown" }),
});
