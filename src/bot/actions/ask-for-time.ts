import { z } from "zod";
import { authority } from "../../domain/ticket/authority.ts";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { eligibilityOf } from "../eligibility-of.ts";
import { aboutSharer, maybeText, onTicket } from "../fields.ts";

/** The helper asks for ten more minutes of the present level. Nothing prolongs itself. */
export const askForTime = defineAction({
  verb: "ask-for-time",
  data: z.strictObject({ ...onTicket, reason: maybeText(200) }),
  handle: (press, world) =>
    act(press, world, async (ticket) => {
      const level = authority(ticket, world.clock.now()).level ?? "view";
      return {
        type: "AskForExtension",
        reason: aboutSharer(ticket, press.data.reason ?? "More time is needed."),
        eligibility: await eligibilityOf(ticket, press.caller.id, level, world),
      };
    }),
});
