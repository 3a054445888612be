import { type RawBuilder, sql } from "kysely";
import type { EventType } from "../../domain/ticket/events.ts";
import type { Database } from "../database/database.ts";
import { pagesByKey } from "../database/rows.ts";
import type { WordIndex } from "../engines/word-index.ts";
import { numberOf } from "../events/ticket-number.ts";
import { documentOf } from "./document.ts";
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
  "ViewAsked",
]);

/** The full-text index: the words that each ticket is found by. */
export const words = (index: WordIndex): Projection => ({
  table: "ticket_words",

  async append(tx, { ticket, events, after }) {
    if (!events.some(({ type }) => CHANGES_WORDS.has(type))) return;
    await index.write(tx, numberOf(ticket), documentOf(after));
  },

  rebuild: (tx, { ticket }) => index.write(tx, numberOf(ticket.id), documentOf(ticket)),

  clear: (tx) => index.clear(tx),

  /** All words go; `completeProjections` writes back those that may stay. */
  erase: (tx, tickets) => index.remove(tx, tickets.map(numberOf)),

  verification: () => ({
    async load(tx, tickets) {
      const documents = tickets.length === 0 ? new Map() : await index.read(tx, tickets.map(numberOf));
      return ({ ticket, lost, hasErased }) => {
        const stored: string | undefined = documents.get(numberOf(ticket.id));
        if (lost.size > 0) return [];
        // Between an erasure and its completion there is no row.
        if (stored === undefined) return hasErased ? [] : ["ticket_words (its row is missing)"];
        return stored === documentOf(ticket).join(" ") ? [] : ["ticket_words.words"];
      };
    },

    async *rest({ database }) {
      const orphans = withoutTicket(database, index.number);
      for await (const page of pagesByKey(PAGE, -1, ({ number }) => number, orphans)) {
        for (const { number } of page) yield { in: "orphan", table: "ticket_words", ticket: `BK-${number}` };
      }
      if (!(await database.query((db) => index.isSound(db)))) yield { in: "word-index" };
    },
  }),
});

const withoutTicket = (database: Database, number: RawBuilder<number>) => (after: number, limit: number) =>
  database.query(async (db) => {
    const { rows } = await sql<{ number: number }>`
      select ${number} as number from ticket_words
      where ${number} > ${after}
        and not exists (select 1 from events where events.ticket = 'BK-' || cast(${number} as text))
      order by ${number} limit ${limit}`.execute(db);
    return rows;
  });
