import { z } from "zod";
import { pressureOf } from "../../domain/ask-pressure.ts";
import { eligibilityOf, makePhrase } from "../asking.ts";
import { defineAction } from "../define-action.ts";
import { aboutSharer, onTicket, text, wholeNumber } from "../fields.ts";

/** The helper asks to see the screen. Eligibility is checked first; only the sharer's answer grants it. */
export const askToView = defineAction({
  verb: "ask-to-view",
  type: "AskForView",
  data: z.object({ ...onTicket, reason: text(200), minutes: wholeNumber.pipe(z.int().min(1).max(480)) }),
  async command({ ticket, caller, data, deps }) {
    return {
      type: "AskForView",
      device: ticket.device,
      length: data.minutes * 60_000,
      reason: aboutSharer(ticket, data.reason),
      phrase: makePhrase(deps),
      eligibility: await eligibilityOf(ticket, caller.id, "view", deps),
      pressure: await pressureOf(ticket, caller.id, deps),
    };
  },
});
