import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { pressureOf } from "../../domain/ask-pressure.ts";
import { authority } from "../../domain/ticket/authority.ts";
import { eligibilityOf } from "../asking.ts";
import { defineAction } from "../define-action.ts";
import { aboutSharer, maybeText, onTicket } from "../fields.ts";

/** The helper asks for more minutes of the present level. Nothing prolongs itself. */
export const askForTime = defineAction({
  verb: "ask-for-time",
  type: "AskForExtension",
  data: z.object({ ...onTicket, reason: maybeText(200) }),
  async command({ ticket, caller, data, deps }) {
    const level = authority(ticket, deps.clock.now()).level ?? "view";
    return {
      type: "AskForExtension",
      reason: aboutSharer(ticket, data.reason ?? wordsFor(caller).say("bot.no-reason-for-time")),
      eligibility: await eligibilityOf(ticket, caller.id, level, deps),
      pressure: await pressureOf(ticket, caller.id, deps),
    };
  },
});
