import type { Kysely, RawBuilder } from "kysely";
import type { Schema } from "../schema.ts";
import type { Expression } from "./expression.ts";

/** Full-text search, which each engine spells in its own way. Words come split already and hold no special character. */
export interface WordIndex {
  create(db: Kysely<unknown>): Promise<void>;
  /** Replaces what a ticket is found by. */
  write(db: Kysely<Schema>, number: number, words: readonly string[]): Promise<void>;
  remove(db: Kysely<Schema>, numbers: readonly number[]): Promise<void>;
  /** Empties the whole index, also one that is not sound. */
  clear(db: Kysely<Schema>): Promise<void>;
  /** The words of some tickets, sorted and with a space between, by number; no entry for a ticket without a row. */
  read(db: Kysely<Schema>, numbers: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Does the engine find by exactly the words that its rows hold? Writes nothing. */
  isSound(db: Kysely<Schema>): Promise<boolean>;
  /** Does a whole word come out of the index newest first, so that nobody has to wait for all of it? */
  readonly handsOutNewestFirst: boolean;
  /** So many documents are looked at before the index gathers; each costs a microsecond or two. */
  readonly mostDocuments: number;
  /** The number of a ticket in the index. */
  readonly number: RawBuilder<number>;
  fits(expression: Expression): RawBuilder<boolean>;
  /** Rows of `number` and `words`, newest first: the documents themselves, without the index. */
  newest(most: number, before: number | undefined): RawBuilder<unknown>;
  /** Does such a row fit? The same answer as `fits` gives. */
  holds(expression: Expression): RawBuilder<boolean>;
}

interface Spelling {
  word(word: string, isBeginning: boolean): string;
  readonly and: string;
  readonly or: string;
  readonly not: string;
}

/** An expression as text, every part of it in brackets: nothing depends on what binds stronger. */
export function spell(expression: Expression, spelling: Spelling): string {
  if ("word" in expression) return spelling.word(expression.word, expression.isBeginning);
  if ("these" in expression) {
    const { these, without } = expression;
    return `(${spell(these, spelling)} ${spelling.not} ${spell(without, spelling)})`;
  }
  const [parts, between] =
    "all" in expression ? [expression.all, spelling.and] : [expression.any, spelling.or];
  return `(${parts.map((part) => spell(part, spelling)).join(` ${between} `)})`;
}
