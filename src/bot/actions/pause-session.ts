import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket } from "../fields.ts";

/** Access is suspended; only the sharer can resume it. */
export const pauseSession = defineAction({
  verb: "pause-session",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "PauseSession" }),
});
