import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { ownDevice } from "../devices.ts";
import { onTicket } from "../fields.ts";

/** The request is about another device of its sharer, who chooses among their own. */
export const changeDevice = defineAction({
  verb: "change-device",
  type: "AmendTicket",
  by: "sharer",
  data: z.object({ ...onTicket, device: z.string().min(1).max(100) }),
  async command({ ticket, caller, data, deps }) {
    const chosen = await ownDevice(caller, data.device, deps.directory);
    if ("problem" in chosen) return { say: chosen.problem };
    const { subject, details, urgency } = ticket;
    return { type: "AmendTicket", subject, details, urgency, device: chosen.device };
  },
});
