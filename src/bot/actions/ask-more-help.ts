import { z } from "zod";
import { LEVELS } from "../../domain/ticket/level.ts";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";

/** The sharer offers more access. The helper still has to ask, and the sharer to allow it. */
export const askMoreHelp = defineAction({
  verb: "ask-more-help",
  type: "AskForMoreHelp",
  data: z.object({ ...onTicket, level: z.enum(LEVELS) }),
  command: ({ data }) => ({ type: "AskForMoreHelp", level: data.level }),
});
