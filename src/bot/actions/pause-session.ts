import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { lenient } from "../fields.ts";

/** Access is suspended; only the sharer can resume it. */
export const pauseSession = defineAction({
  verb: "pause-session",
  type: "PauseSession",
  data: z.object(lenient),
  command: () => ({ type: "PauseSession" }),
});
