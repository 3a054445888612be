import { sql } from "kysely";
import type { SearchQuery } from "../../ports/ticket-search.ts";
import type { Database } from "../database/database.ts";
import type { Expression, Window } from "../engines/word-index.ts";

/** Newest documents that are scanned first, each for 1 to 2 microseconds; most pages are full after them. */
const FIRST_SCAN = 200;
const SECOND_SCAN = 2_000;

type Asked = Pick<SearchQuery, "ticket" | "from" | "until" | "before" | "skip">;

/**
 * The numbers of a page among the newest tickets, where the index would gather every match before it returns the first.
 * Null when the page does not fill there: then few match, and the index is fast.
 */
export async function newestPage(
  database: Database,
  { ticket, from, until, before, skip = 0 }: Asked,
  expression: Expression,
  limit: number,
): Promise<readonly number[] | null> {
  const { words } = database.dialect;
  const isGathered = hasPrefix(expression);
  if (words.returnsNewestFirst && !isGathered) return null;
  if (ticket !== undefined || from !== undefined || until !== undefined) return null;
  const wanted = skip + limit;
  const scans = isGathered ? [FIRST_SCAN, SECOND_SCAN, words.mostDocuments] : [FIRST_SCAN];
  for (const most of new Set(scans)) {
    const found = await scan(database, expression, most, before, wanted);
    if (found.length === wanted) return found.slice(skip);
    // A beginning that none of so many documents has is rare, and the index gathers rare words at once.
    if (most === SECOND_SCAN && found.length === 0) break;
  }
  // A beginning of words is gathered as a whole, however few tickets it is looked for in.
  if (isGathered) return null;
  const top = before === undefined ? await newestNumber(database) : before - 1;
  for (const window of words.windows(top)) {
    const found = await within(database, window, expression, before, wanted);
    if (found.length === wanted || window.after <= 0) return found.slice(skip);
  }
  return null;
}

function hasPrefix(expression: Expression): boolean {
  if ("word" in expression) return expression.isPrefix;
  if ("these" in expression) return hasPrefix(expression.these) || hasPrefix(expression.without);
  return ("all" in expression ? expression.all : expression.any).some(hasPrefix);
}

async function scan(
  database: Database,
  expression: Expression,
  most: number,
  before: number | undefined,
  wanted: number,
): Promise<readonly number[]> {
  const { words } = database.dialect;
  const { rows } = await database.query((db) =>
    sql<{ number: number }>`
      select number from (${words.newest(most, before)}) as newest
      where ${words.documentMatches(expression)} order by number desc limit ${wanted}`.execute(db),
  );
  return rows.map(({ number }) => number);
}

async function within(
  database: Database,
  window: Window,
  expression: Expression,
  before: number | undefined,
  wanted: number,
): Promise<readonly number[]> {
  const { words } = database.dialect;
  const these = words.documentMatches({ all: [window.within, expression] });
  // `offset 0` keeps the planner from walking the table by its numbers instead of asking the index.
  const { rows } = await database.query((db) =>
    sql<{ number: number }>`
      select number from (select number from ticket_words where ${these} offset 0) as found
      ${before === undefined ? sql`` : sql`where number < ${before}`}
      order by number desc limit ${wanted}`.execute(db),
  );
  return rows.map(({ number }) => number);
}

async function newestNumber(database: Database): Promise<number> {
  const { newest } = await database.query((db) =>
    db
      .selectFrom("tickets")
      .select(({ fn }) => fn.max("number").as("newest"))
      .executeTakeFirstOrThrow(),
  );
  return newest ?? 0;
}
