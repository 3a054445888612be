import { z } from "zod";
import { refuse } from "../../domain/ticket/refusal.ts";
import { isClaimingHelper, isOver, notTheHolder } from "../../domain/ticket/rules/who.ts";
import { textOf } from "../../surfaces/words.ts";
import { defineAction } from "../action.ts";
import { actorOn } from "../actor.ts";
import { explain } from "../explain.ts";
import { onTicket } from "../fields.ts";

/** The list of helpers to hand a ticket to, for whoever may hand it over: it names the ticket and the helpers. */
export const chooseHelper = defineAction({
  verb: "choose-helper",
  data: z.strictObject(onTicket),
  handle: async ({ caller, data }, world) => {
    const ticket = await world.store.read(data.ticket);
    if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, world) };
    if (isOver(ticket)) return { say: explain(refuse("ticket_over"), caller, world) };
    const actor = await actorOn(ticket, caller, "HandOver", world.directory);
    if (!isClaimingHelper(actor, ticket) && !actor.roles.lead) {
      return { say: explain(notTheHolder(actor, ticket), caller, world) };
    }
    const holder = ticket.claim?.helper.id;
    const helpers = (await world.directory.helpers()).filter(
      ({ id, accountEnabled }) => accountEnabled && id !== holder && id !== ticket.sharer.id,
    );
    return {
      show: {
        card: "hand-over",
        data: {
          ticket: ticket.id,
          version: ticket.version,
          surface: data.surface,
          subject: textOf(ticket.subject),
          hasHelpers: helpers.length > 0,
          noHelpers: helpers.length === 0,
          mayInsist: actor.roles.lead && ticket.device !== null,
          helpers: helpers.slice(0, 30).map(({ id, displayName, jobTitle }) => ({
            title: jobTitle === null ? displayName : `${displayName} · ${jobTitle}`,
            value: id,
          })),
          remark: ticket.session === null ? "" : "The session that is open now ends when you hand over.",
        },
      },
    };
  },
});
