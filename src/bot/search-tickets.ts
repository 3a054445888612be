import type { CardInLanguage } from "../cards/catalog.ts";
import { subjectOf } from "../cards/found-tickets.ts";
import { wordsFor } from "../cards/text/words.ts";
import { STATUS_TONE } from "../cards/ticket-parts.ts";
import type { FoundTicket } from "../ports/ticket-search.ts";
import type { BotDeps, Caller, ChatScope } from "./action.ts";
import { readTerms } from "./search-terms.ts";
import { countProbe } from "./ticket-for.ts";

/** One ticket in the list that only the searcher sees, and the card that is sent when they choose it. */
export interface Hit {
  readonly title: string;
  readonly text: string;
  readonly card: CardInLanguage;
}

export interface Hits {
  readonly hits: readonly Hit[];
  /** Shown instead of a list; null for none. */
  readonly say: string | null;
}

export interface SearchRequest {
  readonly caller: Caller;
  readonly scope: ChatScope;
  readonly text: string;
  readonly skip: number;
  readonly count: number;
}

/** Teams shows no more. */
const MOST_HITS = 25;

/** The search in Teams' compose box, in every chat, with the rights of the caller. */
export async function searchTickets(request: SearchRequest, deps: BotDeps): Promise<Hits> {
  const { caller, text, skip, count } = request;
  const { sight, isCertain } = await deps.searchScopeOf(caller.id);
  const limit = Math.min(Math.max(count, 1), MOST_HITS);
  const terms = readTerms(text, caller);
  const { tickets } = await deps.store.search({ ...terms, sight, skip, limit });
  const isOwnAlone = isCertain && sight.kind === "own";
  if (terms.ticket !== undefined && tickets.length === 0 && isOwnAlone) await countProbe(caller, deps);
  const words = wordsFor(caller);
  if (!(await deps.readLog.glimpse({ caller, sight }, text, tickets)))
    return { hits: [], say: words.say("bot.unrecorded") };
  const hits = tickets.map((ticket) => hitFor(ticket, request, deps));
  if (hits.length > 0 || skip > 0) return { hits, say: null };
  return { hits, say: words.say(isCertain ? "list.none-found-hint" : "list.unsure") };
}

function hitFor(ticket: FoundTicket, { caller, scope }: SearchRequest, deps: BotDeps): Hit {
  const now = deps.clock.now();
  const { id, status, sharerName: sharer, helperName: helper, openedAt } = ticket;
  const words = wordsFor(caller);
  return {
    title: words.say("list.hit-title", { id, subject: subjectOf(ticket, words) }),
    text: [
      words.say(`status.${status}`),
      words.say("list.since", { time: words.moment(openedAt, now) }),
      sharer && helper ? words.say("list.with", { sharer, helper }) : sharer || helper,
    ]
      .filter(Boolean)
      .join(" · "),
    card: referenceTo(ticket, scope, deps),
  };
}

/**
 * The card goes to people who may not see the ticket, so it gives the number and the state only. In the helpdesk
 * channel, where the ticket's own card is, it also gives the subject.
 */
function referenceTo(ticket: FoundTicket, { kind, address }: ChatScope, deps: BotDeps): CardInLanguage {
  const isHelpdesk = kind === "channel" && address.conversationId.split(";")[0] === deps.helpdesk;
  const hasSubject = isHelpdesk && ticket.subject !== null;
  const words = wordsFor(deps.channelReader);
  return {
    card: "ticket-reference",
    language: words.language,
    data: {
      id: ticket.id,
      number: ticket.number,
      since: words.say("list.since", { time: words.moment(ticket.openedAt, deps.clock.now()) }),
      state: words.say(`status.${ticket.status}`),
      tone: STATUS_TONE[ticket.status],
      hasSubject,
      subject: hasSubject ? subjectOf(ticket, words) : "",
    },
  };
}
