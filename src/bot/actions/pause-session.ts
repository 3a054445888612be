import { z } from "zod";
import { act } from "../act.ts";
import { defineVerb } from "../conversation.ts";
import { onTicket } from "../fields.ts";

/** Access is suspended; only the sharer can resume it. */
export const pauseSession = defineVerb({
  verb: "pause-session",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "PauseSession" }),
});
