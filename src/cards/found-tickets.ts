import { z } from "zod";
import template from "../../cards/found-tickets.json" with { type: "json" };
import type { FoundTicket, SearchPage, SearchScope } from "../ports/ticket-search.ts";
import { defineCard } from "./define-card.ts";
import { STORY } from "./queue.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText, STATUS_TONE, stateBadge } from "./ticket-parts.ts";

export const MOST_FOUND = 8;
const QUESTION_IN_HEADING = 60;

/** One page of what was found, newest first. */
export const foundTickets = defineCard("found-tickets", template, {
  heading: humanText(100),
  isEmpty: z.boolean(),
  empty: ownText(),
  rows: z
    .array(
      z.strictObject({
        number: z.number().int(),
        ...onSurface,
        subject: humanText(100),
        people: humanText(80),
        since: ownText(60),
        ...stateBadge,
        canPickUp: z.boolean(),
        canReopen: z.boolean(),
      }),
    )
    .max(MOST_FOUND),
  hasPages: z.boolean(),
  hasNewer: z.boolean(),
  hasOlder: z.boolean(),
  /** What was asked, word by word, for the next page: buttons send it; it is not shown. */
  question: z.string().max(300),
  before: z.number().int(),
});

interface FoundReader {
  readonly sight: SearchScope;
  /** For so many milliseconds after its end a request can be reopened. */
  readonly reopenWindow: number;
}

/** @param before the number where the page before ended; null for the first page. */
export function foundData(
  question: string,
  { tickets, more }: SearchPage,
  before: number | null,
  empty: string,
  reader: FoundReader,
  now: number,
  words: Words,
): z.infer<typeof foundTickets.data> {
  return {
    heading: words.say("list.found", { question: [...question].slice(0, QUESTION_IN_HEADING).join("") }),
    isEmpty: tickets.length === 0,
    empty,
    rows: tickets.map((ticket) => ({
      number: ticket.number,
      ticket: ticket.id,
      version: ticket.version,
      surface: STORY,
      subject: subjectOf(ticket, words),
      people: peopleOf(ticket, words),
      since: words.say("list.since", { time: words.moment(ticket.openedAt, now) }),
      state: words.say(`status.${ticket.status}`),
      tone: STATUS_TONE[ticket.status],
      ...may(ticket, reader, now),
    })),
    question,
    hasOlder: more,
    before: tickets.at(-1)?.number ?? 0,
    hasNewer: before !== null,
    hasPages: more || before !== null,
  };
}

/** Only mirrors the rules: every action is judged again. */
function may(ticket: FoundTicket, { sight, reopenWindow }: FoundReader, now: number) {
  const isSharer = ticket.sharer === sight.person;
  const isClosed = ticket.status === "resolved" || ticket.status === "withdrawn";
  return {
    canPickUp: ticket.status === "open" && !isSharer && (sight.kind === "helper" || sight.kind === "lead"),
    canReopen: isClosed && now - ticket.changedAt <= reopenWindow && (isSharer || sight.kind === "lead"),
  };
}

/** What a request is about, or why that cannot be read. */
export function subjectOf({ subject }: FoundTicket, words: Words): string {
  if (subject === null) return words.say("list.not-for-auditors");
  return subject || words.say("text.erased");
}

function peopleOf({ status, sharerName, helperName }: FoundTicket, words: Words): string {
  const sharer = sharerName || words.say("text.erased");
  if (helperName === null) return sharer;
  const helper = helperName || words.say("text.erased");
  return words.say(status === "resolved" ? "list.helped-by" : "list.with", { sharer, helper });
}
