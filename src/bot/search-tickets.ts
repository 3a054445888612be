import type { CardContent } from "../cards/catalog.ts";
import type { FoundTicket } from "../ports/ticket-search.ts";
import { STATUS } from "../surfaces/names.ts";
import { moment } from "../surfaces/words.ts";
import type { BotDeps, Caller, ChatScope } from "./action.ts";
import { UNRECORDED } from "./read-log.ts";
import { readTerms } from "./search-terms.ts";

/** One ticket in the list that only the searcher sees, and the card that is sent when they choose it. */
export interface Hit {
  readonly title: string;
  readonly text: string;
  readonly card: CardContent;
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

export const UNSURE =
  "Your roles could not be checked just now, so you see your own requests only. Try again in a minute.";
const NOTHING = "Nothing that you may see fits. Try a number, a name, a device or a word.";

export const TONE = { open: "accent", claimed: "accent", resolved: "good", withdrawn: "default" } as const;

/** What a ticket is about, or why that cannot be read. */
export function subjectOf({ subject }: FoundTicket): string {
  if (subject === null) return "(not for auditors)";
  return subject === "" ? "(erased)" : subject;
}

/** The search in Teams' compose box, in every chat, with the rights of the caller. */
export async function searchTickets(request: SearchRequest, deps: BotDeps): Promise<Hits> {
  const { caller, text, skip, count } = request;
  const { sight, isCertain } = await deps.searchScopeOf(caller.id);
  const limit = Math.min(Math.max(count, 1), MOST_HITS);
  const { tickets } = await deps.store.search({ ...readTerms(text, caller), sight, skip, limit });
  if (!(await deps.readLog.glimpse({ caller, sight }, text, tickets))) return { hits: [], say: UNRECORDED };
  const hits = tickets.map((ticket) => hitFor(ticket, request, deps));
  if (hits.length > 0 || skip > 0) return { hits, say: null };
  return { hits, say: isCertain ? NOTHING : UNSURE };
}

function hitFor(ticket: FoundTicket, { caller, scope }: SearchRequest, deps: BotDeps): Hit {
  const now = deps.clock.now();
  const since = `since ${moment(ticket.openedAt, now, caller)}`;
  const people = [ticket.sharerName, ticket.helperName].filter(Boolean).join(" with ");
  return {
    title: `${ticket.id} · ${subjectOf(ticket)}`,
    text: [STATUS[ticket.status], since, people].filter((part) => part !== "").join(" · "),
    card: referenceTo(ticket, `since ${moment(ticket.openedAt, now, deps.channelReader)}`, scope, deps),
  };
}

/**
 * The card goes to people who may not see the ticket, so it gives the number and the state only. In the helpdesk
 * channel, where the ticket's own card is, it also gives the subject.
 */
function referenceTo(
  ticket: FoundTicket,
  since: string,
  { kind, address }: ChatScope,
  { helpdesk }: BotDeps,
): CardContent {
  const isHelpdesk = kind === "channel" && address.conversationId.split(";")[0] === helpdesk;
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
