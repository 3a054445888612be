import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { isClaimingHelper, isOver, notTheHolder } from "../../domain/ticket/authority.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { actorOn } from "../perform.ts";

const MOST_HELPERS = 30;

/** The list of helpers to hand a ticket to. Only for those who may hand it over: it names the ticket and the helpers. */
export const chooseHelper = defineAction({
  verb: "choose-helper",
  data: z.object(onTicket),
  async show({ ticket, caller, data, deps }) {
    if (isOver(ticket)) return refuse("ticket_over");
    const actor = await actorOn(ticket, caller, "HandOver", deps.directory);
    if (!isClaimingHelper(actor, ticket) && !actor.roles.lead) return notTheHolder(actor, ticket);
    const words = wordsFor(caller);
    const holder = ticket.claim?.helper.id;
    const helpers = (await deps.directory.helpers()).filter(
      ({ id, accountEnabled }) => accountEnabled && id !== holder && id !== ticket.sharer.id,
    );
    return {
      show: {
        card: "hand-over",
        data: {
          ticket: ticket.id,
          version: ticket.version,
          surface: data.surface,
          subject: words.text(ticket.subject),
          hasHelpers: helpers.length > 0,
          noHelpers: helpers.length === 0,
          mayInsist: actor.roles.lead && ticket.device !== null,
          helpers: helpers.slice(0, MOST_HELPERS).map(({ id, displayName, jobTitle }) => ({
            title: jobTitle === null ? displayName : `${displayName} · ${jobTitle}`,
            value: id,
          })),
          remark: ticket.session === null ? "" : words.say("hand-over.ends-session"),
        },
      },
    };
  },
});
