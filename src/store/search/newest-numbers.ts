import { sql } from "kysely";
import type { SearchQuery } from "../../ports/ticket-search.ts";
import type { Database } from "../database.ts";
import type { Expression } from "./expression.ts";

/** Documents that are looked at: most pages are full after the first few. */
const AT_FIRST = 200;
const THEN = 2_000;

/**
 * The numbers of a page, found by looking at the newest documents, where the index would gather everything that fits
 * before it hands out the first: PostgreSQL's always does, SQLite's for beginnings of words. That can be half the store,
 * but then a page is full soon. Null when it is not: few fit, and the index is fast.
 */
export async function newestNumbers(
  database: Database,
  { ticket, from, until, before, skip = 0 }: SearchQuery,
  expression: Expression,
  limit: number,
): Promise<readonly number[] | null> {
  if (ticket !== undefined || from !== undefined || until !== undefined) return null;
  const { words } = database.dialect;
  const wanted = skip + limit;
  for (const most of new Set([AT_FIRST, THEN, words.mostDocuments])) {
    const { rows } = await database.query((db) =>
      sql<{ number: number }>`
        select number from (${words.newest(most, before)}) as newest
        where ${words.holds(expression)} order by number desc limit ${wanted}`.execute(db),
    );
    if (rows.length === wanted) return rows.slice(skip).map(({ number }) => number);
    // A word that none of so many holds is rare, and what is rare the index gathers at once.
    if (most === THEN && rows.length === 0) return null;
  }
  return null;
}
