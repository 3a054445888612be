import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { ticketId } from "../../domain/ticket/ids.ts";
import { defineAction } from "../define-action.ts";
import { wholeNumber } from "../fields.ts";
import { noSuchTicket, ticketFor } from "../ticket-for.ts";

/**
 * From a list of requests: reposts the caller's own cards of one of them at the end of their chat, with working
 * buttons; the old messages lose theirs first. A caller without a card of it learns nothing about it.
 */
export const bringCard = defineAction({
  verb: "bring-card",
  data: z.object({ number: wholeNumber }),
  async handle({ caller, scope, data }, deps) {
    const id = ticketId(`BK-${data.number}`);
    const known = await ticketFor(id, caller, null, deps);
    const isThere = known !== null && (await deps.bring(known.ticket, caller.id));
    if (!isThere) return noSuchTicket(caller, deps);
    const said = scope.kind === "personal" ? "bot.card-comes" : "bot.card-in-our-chat";
    return { say: wordsFor(caller).say(said, { ticket: id }) };
  },
});
