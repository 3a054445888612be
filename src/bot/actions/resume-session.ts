import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket } from "../fields.ts";

/** The sharer lets the helper see the screen again, for what is left of the time. */
export const resumeSession = defineAction({
  verb: "resume-session",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "ResumeSession" }),
});
