import { z } from "zod";
import { ticketId } from "../../domain/ticket/ids.ts";
import { defineAction } from "../action.ts";
import { showTicket, storyOf } from "../commands/show.ts";
import { wholeNumber } from "../fields.ts";

/**
 * The story of a ticket that a card names, for whoever presses and may see it. Cards with this button are sent into any
 * chat; outside the person's own one the story goes to that, and the card in front of others stays what it is.
 */
export const showTicketOf = defineAction({
  verb: "show-ticket",
  data: z.strictObject({ number: wholeNumber, page: wholeNumber.default(0) }),
  async handle({ caller, scope, data }, world) {
    const id = ticketId(`BK-${data.number}`);
    if (scope.kind === "personal") return showTicket(id, caller, world, data.page);
    const story = await storyOf(id, caller, world, data.page);
    if (!("card" in story)) return story;
    return (await world.send(caller.id, story))
      ? { say: `${id} is in your own chat with me.` }
      : { say: "Write to me in a personal chat first: the story of a request is for you only." };
  },
});
