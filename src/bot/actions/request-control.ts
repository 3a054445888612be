import { z } from "zod";
import { pressureOf } from "../../domain/ask-pressure.ts";
import { eligibilityOf, makePhrase } from "../asking.ts";
import { defineAction } from "../define-action.ts";
import { aboutSharer, onTicket, text } from "../fields.ts";

/** Asks the sharer for control. Eligibility is checked first; only the sharer's answer grants it. */
export const requestControl = defineAction({
  verb: "request-control",
  type: "AskForEscalation",
  data: z.object({ ...onTicket, level: z.enum(["control", "elevation"]), reason: text(200) }),
  async command({ ticket, caller, data, deps }) {
    return {
      type: "AskForEscalation",
      level: data.level,
      length: deps.policy.longest[data.level],
      reason: aboutSharer(ticket, data.reason),
      phrase: makePhrase(deps),
      eligibility: await eligibilityOf(ticket, caller.id, data.level, deps),
      pressure: await pressureOf(ticket, caller.id, deps),
    };
  },
});
