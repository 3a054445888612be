import { type Kysely, type RawBuilder, sql } from "kysely";
import { deviceId, personId, ticketId } from "../../domain/ticket/ids.ts";
import type { FoundTicket, SearchPage, SearchQuery } from "../../ports/ticket-search.ts";
import type { TicketSummary } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import type { Expression } from "../engines/word-index.ts";
import { namesOf } from "../projections/people.ts";
import { type Beginnings, expressionOf } from "./expression.ts";
import { newestPage } from "./newest-pages.ts";
import { helpersOf } from "./who-helped.ts";

const MOST_ROWS = 100;
const MOST_SKIPPED = 1_000;
const WHOLE: Beginnings = { inTexts: false, inNames: false };
const NAMES: Beginnings = { inTexts: false, inNames: true };
const ANY: Beginnings = { inTexts: true, inNames: true };

/**
 * Tickets within the reader's search scope, newest first. A word counts as a beginning only where no ticket has it as a
 * whole word: an engine can stop a whole word's walk when the page is full, but gathers everything for a beginning.
 */
export async function searchTickets(database: Database, query: SearchQuery): Promise<SearchPage> {
  const { before: _, ...anywhere } = query;
  const isLaterPage = query.before !== undefined || (query.skip ?? 0) > 0;
  const ways = waysToAsk(query);
  for (const way of ways) {
    const page = await searchOnce(database, query, way);
    if (page.tickets.length > 0 || way === ways.at(-1)) return page;
    // Behind the last page of whole words no beginnings follow.
    if (!isLaterPage) continue;
    const first = await searchOnce(database, { ...anywhere, skip: 0, limit: 1 }, way);
    if (first.tickets.length > 0) return page;
  }
  return NOTHING;
}

const NOTHING: SearchPage = { tickets: [], more: false };

/** The first that finds something counts. */
function waysToAsk({ words, person, helper, device }: SearchQuery): readonly Beginnings[] {
  const hasNames = [person, helper, device].some((name) => name !== undefined);
  return [...(hasNames ? [WHOLE] : []), NAMES, ...(words === undefined ? [] : [ANY])];
}

async function searchOnce(database: Database, query: SearchQuery, way: Beginnings): Promise<SearchPage> {
  const limit = Math.min(query.limit, MOST_ROWS);
  const expression = expressionOf(query, way);
  if (expression === "nothing") return NOTHING;
  const rows = await rowsOf(database, query, expression, limit + 1);
  const page = await withHelpers(database, rows.slice(0, limit));
  const { kind, person } = query.sight;
  const isRedacted = ({ sharer }: Row) => kind === "auditor" && sharer !== person;
  return { tickets: page.map((row) => found(row, isRedacted(row))), more: rows.length > limit };
}

async function rowsOf(
  database: Database,
  query: SearchQuery,
  expression: Expression | null,
  limit: number,
): Promise<readonly Row[]> {
  const { words } = database.dialect;
  if (expression === null) {
    return database.query((db) => select(db, sql`tickets`, conditions(query, TICKET_NUMBER), query, limit));
  }
  const { kind, person } = query.sight;
  if (kind === "own") {
    // A person's own tickets are few, however many there are of others.
    const own = [sql`tickets.sharer = ${person}`, words.documentMatches(expression)];
    const where = [...own, ...conditions(query, TICKET_NUMBER)];
    return database.query((db) => select(db, sql`tickets ${words.besideTickets}`, where, query, limit));
  }
  const newest = await newestPage(database, query, expression, limit);
  if (newest !== null) {
    if (newest.length === 0) return [];
    const these = [sql`tickets.number in (${sql.join(newest)})`];
    return database.query((db) => select(db, sql`tickets`, these, {}, limit));
  }
  // SQLite keeps to the order of a `cross join`: it walks the index from its newest entry and looks up each ticket.
  const from = sql`ticket_words cross join tickets`;
  const where = [
    words.matches(expression),
    sql`tickets.number = ${words.number}`,
    ...conditions(query, words.number),
  ];
  return database.query((db) => select(db, from, where, query, limit, words.number));
}

/** A closed ticket has no claim: it names the one who helped. */
async function withHelpers(database: Database, rows: readonly Row[]): Promise<readonly Row[]> {
  const isClosed = ({ status, helper }: Row) =>
    helper === null && (status === "resolved" || status === "withdrawn");
  const holders = await helpersOf(
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
  readonly version: number;
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

const TICKET_NUMBER = sql<number>`tickets.number`;

function conditions(
  { ticket, from, until, before }: SearchQuery,
  number: RawBuilder<number>,
): RawBuilder<unknown>[] {
  const wanted: RawBuilder<unknown>[] = [];
  // Not `=`: with it and a descending order, FTS5 of SQLite 3.53 returns rows with other numbers.
  if (ticket !== undefined) wanted.push(sql`${number} between ${numberIn(ticket)} and ${numberIn(ticket)}`);
  if (before !== undefined) wanted.push(sql`${number} < ${before}`);
  if (from !== undefined) wanted.push(sql`tickets.opened_at >= ${from}`);
  if (until !== undefined) wanted.push(sql`tickets.opened_at < ${until}`);
  return wanted;
}

async function select(
  db: Kysely<Schema>,
  from: RawBuilder<unknown>,
  where: readonly RawBuilder<unknown>[],
  { skip = 0 }: Pick<SearchQuery, "skip">,
  limit: number,
  number = TICKET_NUMBER,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select tickets.number, tickets.version, tickets.id, tickets.status, tickets.subject, tickets.sharer, tickets.helper,
      tickets.device, tickets.opened_at, tickets.changed_at,
      sharers.name as sharer_name, helpers.name as helper_name
    from ${from}
    left join people as sharers on sharers.person = tickets.sharer
    left join people as helpers on helpers.person = tickets.helper
    where ${where.length === 0 ? sql`1 = 1` : sql.join(where, sql` and `)}
    order by ${number} desc limit ${limit} offset ${Math.min(skip, MOST_SKIPPED)}`.execute(db);
  return rows;
}

/** -1, which no ticket has, for text that is not a ticket's id. */
const numberIn = (ticket: string): number => Number(/^BK-(\d{1,9})$/.exec(ticket)?.[1] ?? -1);

const found = (row: Row, redacted: boolean): FoundTicket => ({
  id: ticketId(row.id),
  number: row.number,
  version: row.version,
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
