import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { eligibilityOf } from "../eligibility-of.ts";
import { aboutSharer, onTicket, text } from "../fields.ts";
import { makePhrase } from "../phrase.ts";

/** Inside a live session the helper asks for a higher level: judged afresh, answered by the sharer on a new card. */
export const requestControl = defineAction({
  verb: "request-control",
  data: z.strictObject({ ...onTicket, level: z.enum(["control", "elevation"]), reason: text(200) }),
  handle: (press, world) =>
    act(press, world, async (ticket) => ({
      type: "AskForEscalation",
      level: press.data.level,
      length: world.policy.longest[press.data.level],
      reason: aboutSharer(ticket, press.data.reason),
      phrase: makePhrase(world.policy, world.random),
      eligibility: await eligibilityOf(ticket, press.caller.id, press.data.level, world),
    })),
});
