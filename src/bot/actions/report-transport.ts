import { z } from "zod";
import { TRANSPORT_FACTS } from "../../domain/ticket/events.ts";
import { defineAction } from "../define-action.ts";
import { lenient, maybeNumber } from "../fields.ts";

/** What a person says about the screen connection. It is recorded as their word, not as Beckon's observation. */
export const reportTransport = defineAction({
  verb: "report-transport",
  type: "ReportTransport",
  data: z.object({
    ...lenient,
    session: maybeNumber,
    fact: z.enum(TRANSPORT_FACTS).exclude(["end-confirmed"]),
  }),
  command: ({ ticket, data }) => ({
    type: "ReportTransport",
    session: data.session ?? ticket.session?.number ?? ticket.past.length,
    fact: data.fact,
  }),
});
