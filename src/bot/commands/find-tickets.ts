import type { CardContent } from "../../cards/catalog.ts";
import type { FoundTicket, SearchPage } from "../../ports/ticket-search.ts";
import { STATUS } from "../../surfaces/names.ts";
import { moment } from "../../surfaces/words.ts";
import type { BotDeps, Caller, Command, Reply } from "../action.ts";
import { UNRECORDED } from "../read-log.ts";
import { MOST_QUESTION, readTerms } from "../search-terms.ts";
import { subjectOf, TONE, UNSURE } from "../search-tickets.ts";
import { storyOf } from "./show.ts";

const MOST_ROWS = 8;
const QUESTION_IN_HEADING = 60;

/** `find vpn helper:hana since:2026-11-01`: the same search as in the compose box, as a card to page through. */
export const find: Command = {
  name: "find",
  summary: "requests by words, or helper:, person:, device:, state:, since:, until:",
  pattern: /^find(?:\s+(.+))?$/is,
  handle: async ({ caller }, match, deps) =>
    match[1] === undefined
      ? { say: "What? Type find and a number, a name, a device or words, such as find vpn state:open." }
      : findTickets(match[1], null, caller, deps),
};

/** @param before the number where the page before ended; null for the first page. */
export async function findTickets(
  question: string,
  before: number | null,
  caller: Caller,
  deps: BotDeps,
): Promise<Reply> {
  const text = question.trim().slice(0, MOST_QUESTION).toWellFormed();
  const terms = readTerms(text, caller);
  if (terms.ticket !== undefined) return storyOf(terms.ticket, caller, deps);
  const { sight, isCertain } = await deps.searchScopeOf(caller.id);
  const page = await deps.store.search({
    ...terms,
    sight,
    limit: MOST_ROWS,
    ...(before === null ? {} : { before }),
  });
  if (!(await deps.readLog.list({ caller, sight }, text, page.tickets))) return { say: UNRECORDED };
  const empty = isCertain ? "Nothing that you may see fits." : UNSURE;
  return { show: listOf(text, page, before, empty, caller, deps) };
}

function listOf(
  question: string,
  { tickets, more }: SearchPage,
  before: number | null,
  empty: string,
  reader: Caller,
  { clock }: BotDeps,
): CardContent {
  const now = clock.now();
  return {
    card: "found-tickets",
    data: {
      heading: `Found for “${[...question].slice(0, QUESTION_IN_HEADING).join("")}”`,
      isEmpty: tickets.length === 0,
      empty,
      rows: tickets.map((ticket) => ({
        number: ticket.number,
        id: ticket.id,
        subject: subjectOf(ticket),
        people: peopleOf(ticket),
        since: `since ${moment(ticket.openedAt, now, reader)}`,
        state: STATUS[ticket.status],
        tone: TONE[ticket.status],
      })),
      question,
      hasOlder: more,
      before: tickets.at(-1)?.number ?? 0,
      hasNewer: before !== null,
      hasPages: more || before !== null,
    },
  };
}

function peopleOf({ status, sharerName, helperName }: FoundTicket): string {
  const sharer = sharerName || "(erased)";
  if (helperName === null) return sharer;
  return `${sharer}${status === "resolved" ? ", helped by " : " with "}${helperName || "(erased)"}`;
}
