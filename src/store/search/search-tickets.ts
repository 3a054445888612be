import { type Kysely, type RawBuilder, sql } from "kysely";
import { deviceId, personId, ticketId } from "../../domain/ticket/ids.ts";
import type { FoundTicket, SearchPage, SearchQuery } from "../../ports/ticket-search.ts";
import type { TicketSummary } from "../../ports/ticket-store.ts";
import type { Database } from "../database.ts";
import type { Schema } from "../schema.ts";
import { type Expression, expressionOf } from "./expression.ts";
import { lastHolders } from "./last-holders.ts";
import { namesOf } from "./names-of.ts";
import { newestNumbers } from "./newest-numbers.ts";
import type { WordIndex } from "./word-index.ts";

const MOST_ROWS = 100;
const FARTHEST = 1_000;
const NOTHING: SearchPage = { tickets: [], more: false };

/**
 * Who may find a ticket is decided where it is looked up, and a page ends where it is full. Only where nothing holds the
 * last word as it stands, it is taken for the beginning of one: an engine walks a word from its newest ticket and stops,
 * and has to gather all that begin alike before it can.
 */
export async function searchTickets(database: Database, query: SearchQuery): Promise<SearchPage> {
  const page = await searchOnce(database, query, false);
  if (page.tickets.length > 0 || query.words === undefined) return page;
  const isLater = query.before !== undefined || (query.skip ?? 0) > 0;
  const { before: _, ...anywhere } = query;
  const hasSome = isLater && (await searchOnce(database, { ...anywhere, skip: 0, limit: 1 }, false));
  return hasSome && hasSome.tickets.length > 0 ? page : searchOnce(database, query, true);
}

async function searchOnce(database: Database, query: SearchQuery, unfinished: boolean): Promise<SearchPage> {
  const limit = Math.min(query.limit, MOST_ROWS);
  const expression = expressionOf(query, unfinished);
  if (expression === "nothing") return NOTHING;
  const rows = await rowsOf(database, query, expression, unfinished, limit + 1);
  const { kind, person } = query.sight;
  const isRedacted = ({ sharer }: Row) => kind === "auditor" && sharer !== person;
  const page = await withHelpers(database, rows.slice(0, limit));
  return { tickets: page.map((row) => found(row, isRedacted(row))), more: rows.length > limit };
}

async function rowsOf(
  database: Database,
  query: SearchQuery,
  expression: Expression | null,
  unfinished: boolean,
  limit: number,
): Promise<readonly Row[]> {
  if (expression === null) return database.query((db) => select(db, query, null, limit));
  const { words } = database.dialect;
  const gathers = unfinished || !words.handsOutNewestFirst;
  const newest = gathers ? await newestNumbers(database, query, expression, limit) : null;
  if (newest !== null) {
    const these = { sight: query.sight, limit };
    return database.query((db) =>
      select(db, these, null, limit, sql`tickets.number in (${sql.join(newest)})`),
    );
  }
  return database.query((db) => select(db, query, { words, fits: words.fits(expression) }, limit));
}

/** A closed ticket is nobody's any more: whoever held it last is the one who helped. */
async function withHelpers(database: Database, rows: readonly Row[]): Promise<readonly Row[]> {
  const isClosed = ({ status, helper }: Row) =>
    helper === null && (status === "resolved" || status === "withdrawn");
  const holders = await lastHolders(
    database,
    rows.filter(isClosed).map(({ id }) => id),
  );
  const names = await namesOf(database, [...new Set(holders.values())]);
  return rows.map((row) => {
    const helper = holders.get(row.id);
    return helper === undefined ? row : { ...row, helper, helper_name: names.get(helper) ?? null };
  });
}

interface Row {
  readonly number: number;
  readonly id: string;
  readonly status: TicketSummary["status"];
  readonly subject: string;
  readonly sharer: string;
  readonly helper: string | null;
  readonly device: string | null;
  readonly opened_at: number;
  readonly changed_at: number;
  readonly sharer_name: string | null;
  readonly helper_name: string | null;
}

/**
 * The index is walked from its newest entry, and each ticket is looked up as it comes: `cross join` tells SQLite to keep
 * to that order, and PostgreSQL takes it as any other join.
 */
async function select(
  db: Kysely<Schema>,
  { ticket, from, until, before, skip = 0 }: SearchQuery,
  index: { readonly words: WordIndex; readonly fits: RawBuilder<boolean> } | null,
  limit: number,
  only?: RawBuilder<unknown>,
): Promise<readonly Row[]> {
  const number = index === null ? sql<number>`tickets.number` : index.words.number;
  const conditions = [
    ...(only === undefined ? [] : [only]),
    ...(index === null ? [] : [index.fits, sql`tickets.number = ${number}`]),
    // No `=`: with that and a descending order, FTS5 of SQLite 3.53 hands back rows of other numbers.
    ...(ticket === undefined ? [] : [sql`${number} between ${numberIn(ticket)} and ${numberIn(ticket)}`]),
    ...(before === undefined ? [] : [sql`${number} < ${before}`]),
    ...(from === undefined ? [] : [sql`tickets.opened_at >= ${from}`]),
    ...(until === undefined ? [] : [sql`tickets.opened_at < ${until}`]),
  ];
  const { rows } = await sql<Row>`
    select tickets.number, tickets.id, tickets.status, tickets.subject, tickets.sharer, tickets.helper,
      tickets.device, tickets.opened_at, tickets.changed_at,
      sharers.name as sharer_name, helpers.name as helper_name
    from ${index === null ? sql`tickets` : sql`ticket_words cross join tickets`}
    left join people as sharers on sharers.person = tickets.sharer
    left join people as helpers on helpers.person = tickets.helper
    where ${conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `)}
    order by ${number} desc limit ${limit} offset ${Math.min(skip, FARTHEST)}`.execute(db);
  return rows;
}

/** A number that no ticket has, where it is none. */
const numberIn = (ticket: string): number => Number(/^BK-(\d{1,9})$/.exec(ticket)?.[1] ?? -1);

const found = (row: Row, redacted: boolean): FoundTicket => ({
  id: ticketId(row.id),
  number: row.number,
  status: row.status,
  subject: redacted ? null : row.subject,
  sharer: personId(row.sharer),
  sharerName: row.sharer_name ?? "",
  helper: row.helper === null ? null : personId(row.helper),
  helperName: row.helper === null ? null : (row.helper_name ?? ""),
  device: row.device === null ? null : deviceId(row.device),
  openedAt: row.opened_at,
  changedAt: row.changed_at,
});
