import { z } from "zod";
import { act } from "./act.ts";
import { defineVerb } from "./conversation.ts";
import { onTicket } from "./fields.ts";

/** A helper takes a ticket. Whoever comes second is told who has it and since when. */
export const pickUp = defineVerb({
  verb: "pick-up",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "ClaimTicket" }),
});
