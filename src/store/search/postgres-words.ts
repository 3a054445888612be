import { sql } from "kysely";
import { spell, type WordIndex } from "./word-index.ts";

/** A text search vector of words that are split already, so no dictionary and no language takes part. */
export const postgresWords: WordIndex = {
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

  fits: (expression) => sql<boolean>`ticket_words.words @@ ${spell(expression, TSQUERY)}::tsquery`,
};

const TSQUERY = {
  and: "&",
  or: "|",
  not: "& !",
  word: (word: string, isBeginning: boolean) => `'${word}'${isBeginning ? ":*" : ""}`,
};
