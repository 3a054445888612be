import { z } from "zod";
import { openAsk } from "../../domain/ticket/authority.ts";
import { defineAction } from "../define-action.ts";
import { lenient, maybeNumber } from "../fields.ts";

/** The helper withdraws a question before it is answered. */
export const cancelAsk = defineAction({
  verb: "cancel-ask",
  type: "CancelAsk",
  data: z.object({ ...lenient, ask: maybeNumber }),
  command: ({ ticket, data }) => ({
    type: "CancelAsk",
    ask: data.ask ?? openAsk(ticket.session)?.ask ?? ticket.asks,
  }),
});
