import { z } from "zod";
import { ticketId } from "../../domain/ticket/ids.ts";
import { storyIn } from "../commands/show.ts";
import { defineAction } from "../define-action.ts";
import { wholeNumber } from "../fields.ts";

/** The story of a ticket, for callers who may see it. Cards with this button are sent into any chat. */
export const showTicket = defineAction({
  verb: "show-ticket",
  data: z.object({ number: wholeNumber, page: wholeNumber.default(0) }),
  handle: ({ caller, scope, data }, deps) =>
    storyIn(ticketId(`BK-${data.number}`), caller, scope, deps, data.page),
});
