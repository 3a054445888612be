import type { CardContent } from "../cards/catalog.ts";
import type { FoundTicket } from "../ports/ticket-search.ts";
import { STATUS } from "../surfaces/names.ts";
import { moment } from "../surfaces/words.ts";
import type { BotDeps, ChatScope } from "./action.ts";
import type { Caller } from "./caller.ts";
import { subjectOf, TONE } from "./found-words.ts";
import { UNRECORDED } from "./read-log.ts";
import { readTerms } from "./search-terms.ts";

/** One ticket in the list that only the searcher sees, and the card that goes to whomever they send it. */
export interface Hit {
  readonly title: string;
  readonly text: string;
  readonly card: CardContent;
}

export interface Hits {
  readonly hits: readonly Hit[];
  /** What to say instead of a list, or nothing. */
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

export const UNSURE =
  "Your roles could not be checked just now, so you see your own requests only. Try again in a minute.";
const NOTHING = "Nothing that you may see fits. Try a number, a name, a device or a word.";

/** The search in Teams' compose box, in every chat, with the rights of who searches. */
export async function searchTickets(request: SearchRequest, world: BotDeps): Promise<Hits> {
  const { caller, text, skip, count } = request;
  const { sight, isCertain } = await world.sightOf(caller.id);
  const limit = Math.min(Math.max(count, 1), MOST_HITS);
  const { tickets } = await world.store.search({ ...readTerms(text, caller), sight, skip, limit });
  if (!(await world.reads.glimpse({ caller, sight }, text, tickets))) return { hits: [], say: UNRECORDED };
  const hits = tickets.map((ticket) => hitFor(ticket, request, world));
  if (hits.length > 0 || skip > 0) return { hits, say: null };
  return { hits, say: isCertain ? NOTHING : UNSURE };
}

function hitFor(ticket: FoundTicket, { caller, scope }: SearchRequest, world: BotDeps): Hit {
  const now = world.clock.now();
  const since = `since ${moment(ticket.openedAt, now, caller)}`;
  const people = [ticket.sharerName, ticket.helperName].filter(Boolean).join(" with ");
  return {
    title: `${ticket.id} · ${subjectOf(ticket)}`,
    text: [STATUS[ticket.status], since, people].filter((part) => part !== "").join(" · "),
    card: referenceTo(ticket, `since ${moment(ticket.openedAt, now, world.channelReader)}`, scope, world),
  };
}

/**
 * The card goes to people who may not see the ticket, so it says which one is meant and how it stands. In the helpdesk
 * channel, where the ticket's own card hangs, it says what it is about as well.
 */
function referenceTo(
  ticket: FoundTicket,
  since: string,
  { kind, address }: ChatScope,
  world: BotDeps,
): CardContent {
  const isHelpdesk = kind === "channel" && address.conversationId.split(";")[0] === world.helpdesk;
  const hasSubject = isHelpdesk && ticket.subject !== null;
  return {
    card: "ticket-reference",
    data: {
      id: ticket.id,
      number: ticket.number,
      since,
      state: STATUS[ticket.status],
      tone: TONE[ticket.status],
      hasSubject,
      subject: hasSubject ? subjectOf(ticket) : "",
    },
  };
}
