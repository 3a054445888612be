import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { lenient } from "../fields.ts";

/** The helper lets go of the ticket; it is open for everybody again. */
export const giveBack = defineAction({
  verb: "give-back",
  type: "GiveBack",
  data: z.object(lenient),
  command: () => ({ type: "GiveBack" }),
});
