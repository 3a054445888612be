import { z } from "zod";
import { QUEUE, STORY } from "../../cards/queue.ts";
import { showQueue } from "../commands/queue.ts";
import { storyIn } from "../commands/show.ts";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { answerOnCard } from "../pressed-card.ts";

/**
 * Back from a form or links that took a card's place: nothing is done. Each of these cards is shown to the person whose
 * it is; others cannot be reached this way.
 */
export const showCard = defineAction({
  verb: "show-card",
  data: z.object({
    ...onTicket,
    surface: onTicket.surface.regex(
      /^(desk:|(ticket-sharer|queue|story)$|message:|(?:consent|escalation|extension):)/,
    ),
  }),
  show({ ticket, caller, deps, action }) {
    const { data, scope } = action;
    if (data.surface === QUEUE) return showQueue(0, caller, scope, deps);
    if (data.surface === STORY) return storyIn(ticket.id, caller, scope, deps);
    return answerOnCard(action, ticket, "", deps);
  },
});
