import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";

/** The sharer lets the helper see the screen again, for what is left of the time. */
export const resumeSession = defineAction({
  verb: "resume-session",
  type: "ResumeSession",
  data: z.object(onTicket),
  command: () => ({ type: "ResumeSession" }),
});
