import { type RawBuilder, sql } from "kysely";
import type { EventType, TicketEvent } from "../../domain/ticket/events.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { type Database, pagesByKey } from "../database/database.ts";
import { type Placeholders, statement } from "../database/statement.ts";
import type { WordIndex } from "../engines/word-index.ts";
import { numberOf } from "../events/read-stream.ts";
import type { Projection } from "./projection.ts";

const PAGE = 2000;

/** Other events change nothing that a ticket is found by. */
const CHANGES_WORDS: ReadonlySet<EventType> = new Set([
  "TicketOpened",
  "TicketAmended",
  "TicketWithdrawn",
  "TicketClaimed",
  "ClaimGivenBack",
  "ClaimLapsed",
  "TicketHandedOver",
  "NoteAdded",
  "TicketResolved",
  "TicketReopened",
  "FeedbackGiven",
]);

function changesWords(event: TicketEvent, { device }: Ticket): boolean {
  if (event.type !== "ViewAsked") return CHANGES_WORDS.has(event.type);
  // It may be called otherwise by now than when it was chosen.
  const asked = event.device;
  return asked.id !== device?.id || asked.name.text !== device.name.text || asked.model !== device.model;
}

/** The full-text index: the words that each ticket is found by. */
export function words(index: WordIndex): Projection {
  const writing = statement((_, { number, words }: Placeholders<{ number: number; words: string }>) =>
    index.write(number, words),
  );
  const document = (ticket: Ticket) => ({
    number: numberOf(ticket.id),
    words: [...documentOf(ticket), ...index.blocksOf(numberOf(ticket.id))].join(" "),
  });
  return {
    table: "ticket_words",

    append({ events, after }) {
      if (!events.some((event) => changesWords(event, after))) return [];
      return [{ statement: writing.with(document(after)) }];
    },

    async rebuild(tx, { ticket }) {
      await writing.changed(tx, document(ticket));
    },

    clear: (tx) => index.clear(tx),

    /** All words go; `completeProjections` writes back those that may stay. */
    erase: (tx, tickets) => index.remove(tx, tickets.map(numberOf)),

    verification: () => ({
      async load(tx, { tickets }) {
        const documents = await index.read(tx, tickets.map(numberOf));
        return ({ ticket, lost, hasErased }) => {
          const stored: string | undefined = documents.get(numberOf(ticket.id));
          if (lost.size > 0) return [];
          // Between an erasure and its completion there is no row.
          if (stored === undefined) return hasErased ? [] : ["ticket_words (its row is missing)"];
          return isDocumentOf(stored, ticket) ? [] : ["ticket_words.words"];
        };
      },

      async *rest({ database }) {
        const orphans = withoutTicket(database, index.number);
        for await (const page of pagesByKey(PAGE, -1, ({ number }) => number, orphans)) {
          for (const { number } of page)
            yield { in: "orphan", table: "ticket_words", ticket: `BK-${number}` };
        }
        if (!(await database.query((db) => index.isSound(db)))) yield { in: "word-index" };
      },
    }),
  };
}

const withoutTicket = (database: Database, number: RawBuilder<number>) => (after: number, limit: number) =>
  database.query(async (db) => {
    const { rows } = await sql<{ number: number }>`
      select ${number} as number from ticket_words
      where ${number} > ${after}
        and not exists (select 1 from events where events.ticket = 'BK-' || cast(${number} as text))
      order by ${number} limit ${limit}`.execute(db);
    return rows;
  });

/**
 * What a word in the index is about, as its prefix; words of texts never hold a `_`. Notes are apart because the sharer
 * may not read them, names and devices because auditors may read nothing else, and people because a search scope is part
 * of the query.
 */
export const ABOUT = {
  text: "",
  note: "n_",
  person: "p_",
  helper: "k_",
  device: "d_",
  status: "s_",
  sharedBy: "o_",
  heldBy: "h_",
} as const;
export type About = keyof typeof ABOUT;

const MOST_WORDS = 20_000;

/** Everything that a ticket can be found by: each word once and sorted, so that no sentence can be read from it. */
export const documentOf = (ticket: Ticket): string[] => [...wordsIn(ticket)].slice(0, MOST_WORDS).sort();

/** True for the document of a ticket, joined by spaces. Sorting the ticket's words would take longer. */
function isDocumentOf(stored: string, ticket: Ticket): boolean {
  const words = wordsIn(ticket);
  if (words.size > MOST_WORDS) return stored === documentOf(ticket).join(" ");
  const found = stored.split(" ");
  return (
    found.length === words.size &&
    found.every((word, at) => words.has(word) && (at === 0 || (found[at - 1] ?? "") < word))
  );
}

function wordsIn(ticket: Ticket): ReadonlySet<string> {
  const { sharer, helpers, past, session, claim, formerClaims } = ticket;
  const words = new Set([`${ABOUT.status}${ticket.status}`, sharedBy(sharer.id)]);
  const add = (about: About, text: string | null | undefined) => {
    for (const word of wordsOf(text ?? "")) words.add(ABOUT[about] + word);
  };
  for (const { id } of helpers) words.add(heldBy(id));
  for (const { name } of [sharer, ...helpers]) add("person", name.text);
  for (const { name } of helpers) add("helper", name.text);
  for (const device of [ticket.device, session?.device, ...past.map((each) => each.device)]) {
    if (device == null) continue;
    add("device", `${device.name.text ?? ""} ${device.model}`);
    words.add(ABOUT.device + idWord(device.id));
  }
  for (const text of [ticket.subject, ticket.details, ticket.resolution?.done]) add("text", text?.text);
  for (const { comment } of ticket.feedback) add("text", comment?.text);
  // What helpers write for one another: notes and handover notes.
  for (const { note } of ticket.notes) add("note", note.text);
  for (const { handover } of [...formerClaims, ...(claim === null ? [] : [claim])])
    add("note", handover?.note?.text);
  return words;
}

export const sharedBy = (person: PersonId): string => `${ABOUT.sharedBy}${idWord(person)}`;
export const heldBy = (person: PersonId): string => `${ABOUT.heldBy}${idWord(person)}`;

/** Longer words are cut, in documents and in queries alike. */
const LONGEST = 40;
/** Characters of a text that are indexed. */
const MOST_TEXT = 20_000;
/** Scripts that put no space between words: each character counts as one. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/**
 * The words of a text, normalized: lower case without accents, letters and digits only. Both engines get these and split
 * nothing themselves, so they find the same, and no character with a meaning in a query language is left.
 */
export function wordsOf(text: string): string[] {
  const start = text.slice(0, MOST_TEXT);
  const words = ASCII.test(start) ? start.toLowerCase().match(/[a-z0-9]+/g) : inOneSpelling(start);
  return (words ?? []).map((word) => (word.length <= LONGEST ? word : [...word].slice(0, LONGEST).join("")));
}

/** Fast path for most texts: ASCII needs no Unicode normalization. */
const ASCII = /^\p{ASCII}*$/u;

const inOneSpelling = (text: string): string[] | null =>
  text
    .toWellFormed()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(WITHOUT_SPACES, " $& ")
    .match(/[\p{L}\p{N}]+/gu);

/** An id as one word. */
export const idWord = (id: string): string => wordsOf(id).join("").slice(0, LONGEST);
