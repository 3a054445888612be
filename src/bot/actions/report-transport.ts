import { z } from "zod";
import { TRANSPORT_FACTS } from "../../domain/ticket/events.ts";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket, wholeNumber } from "../fields.ts";

/** What a person says about the screen connection. Beckon notes it as their word, not as its own. */
export const reportTransport = defineAction({
  verb: "report-transport",
  data: z.strictObject({
    ...onTicket,
    session: wholeNumber,
    fact: z.enum(TRANSPORT_FACTS).exclude(["end-confirmed"]),
  }),
  handle: (press, world) =>
    act(press, world, { type: "ReportTransport", session: press.data.session, fact: press.data.fact }),
});
