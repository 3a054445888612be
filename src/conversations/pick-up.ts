import { z } from "zod";
import { judge } from "../eligibility/judge.ts";
import type { Order } from "../ticket/commands.ts";
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
      ...(await look(press.caller.id, ticket, world)),
    })),
});

type Look = Pick<Extract<Order, { type: "ClaimTicket" }>, "rights" | "report">;

/** One round trip, and none where another answer comes first. */
async function look(
  helper: PersonId,
  { device, sharer, status }: Ticket,
  { directory, eligibility }: World,
): Promise<Look> {
  if (device === null || status !== "open" || helper === sharer.id) return { rights: null };
  const facts = await directory.facts({ sharer: sharer.id, device: device.id, helper });
  const rights = judge(facts, eligibility, "view", ["helper"]).findings;
  if ("unknown" in facts.device || facts.device.seen === null) return { rights };
  const { complianceState: compliance, lastSyncAt } = facts.device.seen;
  return { rights, report: { device: device.id, compliance, lastSyncAt } };
}
