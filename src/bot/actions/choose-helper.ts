import { z } from "zod";
import type { CardContent } from "../../cards/catalog.ts";
import { QUEUE } from "../../cards/queue.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { PersonFacts } from "../../domain/eligibility/facts.ts";
import { isClaimingHelper, isOver, notTheHolder } from "../../domain/ticket/authority.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { DirectoryUnavailable } from "../../ports/directory.ts";
import type { BotDeps } from "../action.ts";
import { rightToHelp } from "../asking.ts";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { actorOn } from "../perform.ts";

/** A list of choices on a card. */
const MOST_HELPERS = 30;
/** Whose rights are looked up: each costs a question to Graph while a person waits. */
const MOST_LOOKED_UP = 12;
const SIDE_BY_SIDE = 4;

/**
 * The list of helpers to hand a ticket to: those who may help on its device first, and of them those who helped last. Only
 * for those who may hand it over: it names the ticket and the helpers. Pressed in a channel, it goes to the caller's own
 * chat.
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
    const all = (await deps.directory.helpers()).filter(
      ({ id, accountEnabled }) => accountEnabled && id !== holder && id !== ticket.sharer.id,
    );
    const candidates = (await byLastHelp(all, deps)).slice(0, MOST_HELPERS);
    const rights = await rightsOf(candidates.slice(0, MOST_LOOKED_UP), ticket, deps);
    const rightOf = ({ id }: PersonFacts): Right => rights.get(id) ?? "unknown";
    const helpers = candidates.toSorted((one, other) => RANK[rightOf(one)] - RANK[rightOf(other)]);
    const left = all.length - helpers.length;
    const remark = [
      ticket.session === null ? "" : words.say("hand-over.ends-session"),
      left === 0 ? "" : words.say("hand-over.left-out", { left }),
    ];
    const aboutRight = (helper: PersonFacts) => {
      const right = rightOf(helper);
      return right === "yes" || ticket.device === null ? "" : words.say(`hand-over.right.${right}`);
    };
    const isPersonal = scope.kind === "personal";
    const form: CardContent = {
      card: "hand-over",
      data: {
        ticket: ticket.id,
        version: ticket.version,
        surface: isPersonal ? data.surface : QUEUE,
        heading: words.say(isClaimingHelper(actor, ticket) ? "button.hand-over" : "button.reassign"),
        subject: words.quoted(ticket.subject),
        hasHelpers: helpers.length > 0,
        noHelpers: helpers.length === 0,
        mayInsist: actor.roles.lead && ticket.device !== null,
        helpers: helpers.map((helper) => {
          const { id, displayName, jobTitle } = helper;
          return {
            title: [displayName, jobTitle, aboutRight(helper)].filter(Boolean).join(" · "),
            value: id,
          };
        }),
        hasRemark: remark.some(Boolean),
        remark: remark.filter(Boolean).join(" "),
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

/** Those who helped last come first, then the others by name. */
async function byLastHelp(helpers: readonly PersonFacts[], { store }: BotDeps): Promise<PersonFacts[]> {
  const recent = await store.recentHelpers(MOST_HELPERS);
  const place = new Map(recent.map((id, i) => [id, i]));
  const placeOf = ({ id }: PersonFacts) => place.get(id) ?? recent.length;
  return helpers.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/**
 * Whether each may see the ticket's device; a helper who is missing here is unknown, and stays in the list. When all of
 * one round are unknown the rest is not looked up: Graph or a permission is missing, and each would take as long.
 */
async function rightsOf(
  helpers: readonly PersonFacts[],
  ticket: Ticket,
  deps: BotDeps,
): Promise<ReadonlyMap<PersonId, Right>> {
  const rights = new Map<PersonId, Right>();
  if (ticket.device === null) return rights;
  for (let i = 0; i < helpers.length; i += SIDE_BY_SIDE) {
    const some = helpers.slice(i, i + SIDE_BY_SIDE);
    const asked = await Promise.all(some.map(({ id }) => rightOn(ticket, id, deps)));
    for (const [j, { id }] of some.entries()) rights.set(id, asked[j] ?? "unknown");
    if (asked.every((right) => right === "unknown")) break;
  }
  return rights;
}

async function rightOn(ticket: Ticket, helper: PersonId, deps: BotDeps): Promise<Right> {
  try {
    const { rights } = await rightToHelp(helper, ticket, deps);
    if (rights === null || rights.some(({ outcome }) => outcome === "unknown")) return "unknown";
    return rights.some(({ outcome }) => outcome === "unmet") ? "no" : "yes";
  } catch (fault) {
    if (!(fault instanceof DirectoryUnavailable)) throw fault;
    deps.log.warn("rights.unknown", { ticket: ticket.id, helper, error: fault.name });
    return "unknown";
  }
}
