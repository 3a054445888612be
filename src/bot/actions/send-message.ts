import { z } from "zod";
import { MOST_MESSAGE } from "../../cards/message.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { idempotencyKey, ticketId } from "../../domain/ticket/ids.ts";
import { sendMessage } from "../conversation.ts";
import { defineAction } from "../define-action.ts";
import { text, wholeNumber } from "../fields.ts";
import { noSuchTicket, ticketFor } from "../ticket-for.ts";

/** Writes to the other side of a request, from a message's card or after the question which request was meant. */
export const sendToOther = defineAction({
  verb: "send-message",
  data: z.object({ number: wholeNumber, message: text(MOST_MESSAGE) }),
  async handle({ id, caller, data: { number, message } }, deps) {
    const known = await ticketFor(ticketId(`BK-${number}`), caller, null, deps);
    if (known === null) return noSuchTicket(caller, deps);
    const { ticket } = known;
    const last = (await deps.store.thread(ticket.id)).at(-1);
    // Nothing was written since: the same words again are a repeated delivery.
    if (last?.by.id === caller.id && last.text.text === message) {
      return { say: wordsFor(caller).say("teams.done") };
    }
    const source = idempotencyKey(`${id}/${last?.number ?? 0}`);
    const said = await sendMessage(ticket, caller, { text: message, source }, deps);
    return { say: said || wordsFor(caller).say("teams.done") };
  },
});
