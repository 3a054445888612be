import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { eligibilityOf } from "../eligibility-of.ts";
import { aboutSharer, onTicket, text, wholeNumber } from "../fields.ts";
import { makePhrase } from "../phrase.ts";

/** The helper asks to see the screen. Eligibility first; then the sharer, who alone can say yes. */
export const askToView = defineAction({
  verb: "ask-to-view",
  data: z.strictObject({
    ...onTicket,
    reason: text(200),
    minutes: wholeNumber.pipe(z.int().min(1).max(480)),
  }),
  handle: (press, world) =>
    act(press, world, async (ticket) => ({
      type: "AskForView",
      device: ticket.device,
      length: press.data.minutes * 60_000,
      reason: aboutSharer(ticket, press.data.reason),
      phrase: makePhrase(world.policy, world.random),
      eligibility: await eligibilityOf(ticket, press.caller.id, "view", world),
    })),
});
