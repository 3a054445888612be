import { type RawBuilder, sql } from "kysely";
import { type Expression, spell, type WordIndex } from "./word-index.ts";

/** FTS5 on words that are split already, without positions; `secure-delete` removes deleted words from the index. sqlite.org/fts5.html */
export const sqliteWords: WordIndex = {
  returnsNewestFirst: true,
  // SQLite blocks the event loop meanwhile.
  mostDocuments: 2_000,

  async create(db) {
    await sql`create virtual table ticket_words using fts5(
      words, detail = none, tokenize = "ascii tokenchars '_'")`.execute(db);
    await sql`insert into ticket_words (ticket_words, rank) values ('secure-delete', 1)`.execute(db);
  },

  async write(db, number, words) {
    await sql`insert or replace into ticket_words (rowid, words) values (${number}, ${words.join(" ")})`.execute(
      db,
    );
  },

  async remove(db, numbers) {
    for (const number of numbers) await sql`delete from ticket_words where rowid = ${number}`.execute(db);
  },

  async clear(db) {
    // A corrupt index cannot be emptied row by row.
    await sql`insert into ticket_words (ticket_words) values ('rebuild')`.execute(db);
    await sql`delete from ticket_words`.execute(db);
  },

  async read(db, numbers) {
    const { rows } = await sql<{ number: number; words: string }>`
      select rowid as number, words from ticket_words where rowid in (${sql.join(numbers)})`.execute(db);
    return new Map(rows.map(({ number, words }) => [number, words]));
  },

  async isSound(db) {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check('ticket_words')`.execute(
      db,
    );
    return rows.length === 1 && rows[0]?.integrity_check === "ok";
  },

  number: sql<number>`ticket_words.rowid`,

  newest: (most, before) => sql`select rowid as number, ' ' || words || ' ' as words from ticket_words
    ${before === undefined ? sql`` : sql`where rowid < ${before}`} order by rowid desc limit ${most}`,

  documentMatches,

  matches: (expression) => sql<boolean>`ticket_words match ${spell(expression, FTS5)}`,
};

/** `newest` puts a space around every word. */
function documentMatches(expression: Expression): RawBuilder<boolean> {
  if ("word" in expression) {
    const { word, isPrefix } = expression;
    return sql<boolean>`instr(words, ${` ${word}${isPrefix ? "" : " "}`}) > 0`;
  }
  if ("these" in expression)
    return sql<boolean>`(${documentMatches(expression.these)} and not ${documentMatches(expression.without)})`;
  const [parts, between] = "all" in expression ? [expression.all, sql` and `] : [expression.any, sql` or `];
  return sql<boolean>`(${sql.join(parts.map(documentMatches), between)})`;
}

const FTS5 = {
  and: "AND",
  or: "OR",
  not: "NOT",
  word: (word: string, isPrefix: boolean) => `"${word}"${isPrefix ? "*" : ""}`,
};
