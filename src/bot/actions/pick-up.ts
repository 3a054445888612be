import { z } from "zod";
import { rightToHelp } from "../asking.ts";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";

/**
 * A helper takes a ticket. The second one is told who has it and since when; a helper without any right on its device is
 * told what is missing, before the sharer waits in vain.
 */
export const pickUp = defineAction({
  verb: "pick-up",
  type: "ClaimTicket",
  data: z.object(onTicket),
  async command({ ticket, caller, deps }) {
    const isRefusedAnyway = ticket.status !== "open" || caller.id === ticket.sharer.id;
    const { rights, report } = isRefusedAnyway
      ? { rights: null, report: undefined }
      : await rightToHelp(caller.id, ticket, deps);
    // The answer says so when the helper's desk cannot reach them; a request can be picked up while Teams is away.
    if (!isRefusedAnyway && !caller.hasChat)
      await deps.reach({ kind: "person", person: caller.id }).catch(() => null);
    return { type: "ClaimTicket", rights, ...(report && { report }) };
  },
});
