import { z } from "zod";
import { URGENCIES } from "../../domain/ticket/events.ts";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { maybeAboutSharer, maybeText, onTicket } from "../fields.ts";

/** More details or another urgency, while the ticket is open. */
export const changeRequest = defineAction({
  verb: "change-request",
  data: z.strictObject({ ...onTicket, details: maybeText(2000), urgency: z.enum(URGENCIES) }),
  handle: (press, world) =>
    act(press, world, (ticket) => ({
      type: "AmendTicket",
      subject: ticket.subject,
      details: maybeAboutSharer(ticket, press.data.details) ?? ticket.details,
      urgency: press.data.urgency,
      device: ticket.device,
    })),
});
