import { sql } from "kysely";
import { spell, type WordIndex } from "./word-index.ts";

/** A text search vector of words that are split already, so no dictionary and no language takes part. */
export const postgresWords: WordIndex = {
  handsOutNewestFirst: false,
  mostDocuments: 20_000,

  async create(db) {
    await sql`create table ticket_words (number integer primary key, words tsvector not null)`.execute(db);
    // Without the pending list, a search never pays for the writes before it.
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

  // An index of PostgreSQL cannot be written past its table.
  isSound: async () => true,

  number: sql<number>`ticket_words.number`,

  newest: (most, before) => sql`select number, words from ticket_words
    ${before === undefined ? sql`` : sql`where number < ${before}`} order by number desc limit ${most}`,

  holds: (expression) => sql<boolean>`words @@ ${spell(expression, TSQUERY)}::tsquery`,

  // As an array, the numbers come out of the index of words whatever the planner believes about how many they are:
  // taking a rare word for a frequent one, it walks the whole table from its newest ticket.
  fits: (expression) => sql<boolean>`ticket_words.number = any(array(
    select number from ticket_words where words @@ ${spell(expression, TSQUERY)}::tsquery))`,
};

const TSQUERY = {
  and: "&",
  or: "|",
  not: "& !",
  word: (word: string, isBeginning: boolean) => `'${word}'${isBeginning ? ":*" : ""}`,
};
