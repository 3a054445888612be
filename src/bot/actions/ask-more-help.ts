import { z } from "zod";
import { LEVELS } from "../../domain/ticket/level.ts";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket } from "../fields.ts";

/** The sharer would like the helper to do more; the helper still has to ask and the sharer to say yes. */
export const askMoreHelp = defineAction({
  verb: "ask-more-help",
  data: z.strictObject({ ...onTicket, level: z.enum(LEVELS) }),
  handle: (press, world) => act(press, world, { type: "AskForMoreHelp", level: press.data.level }),
});
