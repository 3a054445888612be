import { z } from "zod";
import type { CardContent } from "../../cards/catalog.ts";
import { QUEUE } from "../../cards/queue.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { PersonFacts } from "../../domain/eligibility/facts.ts";
import { isClaimingHelper, isOver, notTheHolder } from "../../domain/ticket/authority.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { BotDeps } from "../action.ts";
import { rightToHelp } from "../asking.ts";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { actorOn } from "../perform.ts";

const MOST_HELPERS = 30;

/**
 * The list of helpers to hand a ticket to, those who may help on its device first. Only for those who may hand it over: it
 * names the ticket and the helpers. Pressed in a channel, it goes to the caller's own chat.
 */
export const chooseHelper = defineAction({
  verb: "choose-helper",
  data: z.object(onTicket),
  async show({ ticket, caller, data, deps, action: { scope } }) {
    if (isOver(ticket)) return refuse("ticket_over");
    const actor = await actorOn(ticket, caller, "HandOver", deps.directory);
    if (!isClaimingHelper(actor, ticket) && !actor.roles.lead) return notTheHolder(actor, ticket);
    const words = wordsFor(caller);
    const holder = ticket.claim?.helper.id;
    const candidates = (await deps.directory.helpers()).filter(
      ({ id, accountEnabled }) => accountEnabled && id !== holder && id !== ticket.sharer.id,
    );
    const rights = await rightsOf(candidates.slice(0, MOST_HELPERS), ticket, deps);
    const rank = (helper: PersonFacts) => RANK[rights.get(helper) ?? "unknown"];
    const helpers = [...rights.keys()].sort((one, other) => rank(one) - rank(other));
    const isPersonal = scope.kind === "personal";
    const form: CardContent = {
      card: "hand-over",
      data: {
        ticket: ticket.id,
        version: ticket.version,
        surface: isPersonal ? data.surface : QUEUE,
        subject: words.quoted(ticket.subject),
        hasHelpers: helpers.length > 0,
        noHelpers: helpers.length === 0,
        mayInsist: actor.roles.lead && ticket.device !== null,
        helpers: helpers.map((helper) => {
          const { id, displayName, jobTitle } = helper;
          const cannot = rights.get(helper) === "no" ? words.say("hand-over.no-session") : null;
          return { title: [displayName, jobTitle, cannot].filter(Boolean).join(" · "), value: id };
        }),
        remark: ticket.session === null ? "" : words.say("hand-over.ends-session"),
      },
    };
    if (isPersonal) return { show: form };
    const isSent = await deps.send(caller.id, form);
    return {
      say: words.say(isSent ? "bot.card-in-our-chat" : "bot.story-needs-chat", { ticket: ticket.id }),
    };
  },
});

type Right = "yes" | "no" | "unknown";
const RANK: Readonly<Record<Right, number>> = { yes: 0, unknown: 1, no: 2 };

/** Whether each may see the ticket's device. Where Graph gives no answer it is unknown, which hides nobody. */
async function rightsOf(
  helpers: readonly PersonFacts[],
  ticket: Ticket,
  deps: BotDeps,
): Promise<ReadonlyMap<PersonFacts, Right>> {
  const known = helpers.map(async (helper): Promise<readonly [PersonFacts, Right]> => {
    if (ticket.device === null) return [helper, "unknown"];
    const { rights } = await rightToHelp(helper.id, ticket, deps).catch(() => ({ rights: null }));
    if (rights === null || rights.some(({ outcome }) => outcome === "unknown")) return [helper, "unknown"];
    return [helper, rights.some(({ outcome }) => outcome === "unmet") ? "no" : "yes"];
  });
  return new Map(await Promise.all(known));
}
