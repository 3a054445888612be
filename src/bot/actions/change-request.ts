import { z } from "zod";
import { MOST_DETAILS } from "../../cards/request-form.ts";
import { URGENCIES } from "../../domain/ticket/events.ts";
import { defineAction } from "../define-action.ts";
import { aboutSharer, maybeText, onTicket } from "../fields.ts";

/** More details or another urgency, while the ticket is open. */
export const changeRequest = defineAction({
  verb: "change-request",
  type: "AmendTicket",
  data: z.object({ ...onTicket, details: maybeText(MOST_DETAILS), urgency: z.enum(URGENCIES) }),
  command: ({ ticket, data }) => ({
    type: "AmendTicket",
    subject: ticket.subject,
    details: aboutSharer(ticket, data.details) ?? ticket.details,
    urgency: data.urgency,
    device: ticket.device,
  }),
});
