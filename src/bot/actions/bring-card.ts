import { z } from "zod";
import { ticketId } from "../../domain/ticket/ids.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import { defineAction } from "../action.ts";
import { explain } from "../explain.ts";
import { wholeNumber } from "../fields.ts";

/**
 * From a list of requests: the cards that the presser needs of one of them now come anew at the end of their own chat,
 * with working buttons. The old messages lose theirs first. Somebody who has no card of it learns nothing about it.
 */
export const bringCard = defineAction({
  verb: "bring-card",
  data: z.strictObject({ number: wholeNumber }),
  async handle({ caller, scope, data }, world) {
    const id = ticketId(`BK-${data.number}`);
    const ticket = await world.store.read(id);
    const isThere = ticket !== null && (await world.bring(ticket, caller.id));
    if (!isThere) return { say: explain(refuse("no_such_ticket"), caller, world) };
    const where = scope.kind === "personal" ? "comes at the end of this chat" : "is in your own chat with me";
    return { say: `${id}: its card ${where}.` };
  },
});
