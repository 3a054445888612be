import { z } from "zod";
import { judge } from "../eligibility/judge.ts";
import type { Finding } from "../ticket/finding.ts";
import type { PersonId } from "../ticket/ids.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { act } from "./act.ts";
import { defineVerb, type World } from "./conversation.ts";
import { onTicket } from "./fields.ts";

/**
 * A helper takes a ticket. Whoever comes second is told who has it and since when; whoever has no right to help on its
 * device, not even to view, is told what is missing, before the sharer waits for nothing.
 */
export const pickUp = defineVerb({
  verb: "pick-up",
  data: z.strictObject(onTicket),
  handle: (press, world) =>
    act(press, world, async (ticket) => ({
      type: "ClaimTicket",
      rights: await rightsOf(press.caller.id, ticket, world),
    })),
});

/** One round trip, and none where another answer comes first. */
async function rightsOf(
  helper: PersonId,
  { device, sharer, status }: Ticket,
  { directory, eligibility }: World,
): Promise<readonly Finding[] | null> {
  if (device === null || status !== "open" || helper === sharer.id) return null;
  const facts = await directory.facts({ sharer: sharer.id, device: device.id, helper });
  return judge(facts, eligibility, "view", ["helper"]).findings;
}
