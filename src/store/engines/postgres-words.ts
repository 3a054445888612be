import { sql } from "kysely";
import { spell, type WordIndex } from "./word-index.ts";

/** A `tsvector` of words that are split already, without dictionary and language. */
export const postgresWords: WordIndex = {
  returnsNewestFirst: false,
  mostDocuments: 20_000,

  async create(db) {
    await sql`create table ticket_words (number integer primary key, words tsvector not null)`.execute(db);
    // Without the pending list (`fastupdate`), a search does not pay for the writes before it.
    await sql`create index ticket_words_by_word on ticket_words using gin (words) with (fastupdate = off)`.execute(
      db,
    );
  },

  async write(db, number, words) {
    await sql`insert into ticket_words (number, words)
      values (${number}, array_to_tsvector(${[...words]}::text[]))
      on conflict (number) do update set words = excluded.words`.execute(db);
  },

  async remove(db, numbers) {
    await sql`delete from ticket_words where number = any(${[...numbers]}::integer[])`.execute(db);
  },

  async clear(db) {
    await sql`delete from ticket_words`.execute(db);
  },

  async read(db, numbers) {
    const { rows } = await sql<{ number: number; words: string[] }>`
      select number, tsvector_to_array(words) as words
      from ticket_words where number = any(${[...numbers]}::integer[])`.execute(db);
    return new Map(rows.map(({ number, words }) => [number, words.sort().join(" ")]));
  },

  // PostgreSQL offers no way to write an index past its table.
  isSound: async () => true,

  number: sql<number>`ticket_words.number`,

  newest: (most, before) => sql`select number, words from ticket_words
    ${before === undefined ? sql`` : sql`where number < ${before}`} order by number desc limit ${most}`,

  documentMatches: (expression) => sql<boolean>`words @@ ${spell(expression, TSQUERY)}::tsquery`,

  // The array makes the planner use the word index. Otherwise it takes a rare word for a frequent one and scans the whole
  // table from the newest ticket.
  matches: (expression) => sql<boolean>`ticket_words.number = any(array(
    select number from ticket_words where words @@ ${spell(expression, TSQUERY)}::tsquery))`,
};

const TSQUERY = {
  and: "&",
  or: "|",
  not: "& !",
  word: (word: string, isPrefix: boolean) => `'${word}'${isPrefix ? ":*" : ""}`,
};
