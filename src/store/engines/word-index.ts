import type { QueryExecutorProvider, RawBuilder, Expression as Value } from "kysely";

type Db = QueryExecutorProvider;

/** A question to the word index, before an engine's spelling of it. */
export type Expression =
  | { readonly word: string; readonly isPrefix: boolean }
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly these: Expression; readonly without: Expression };

/** Full-text search, which each engine spells in its own way. Words come split and hold no special character. */
export interface WordIndex {
  create(db: Db): Promise<void>;
  /** Words that a document has besides its own, for `windows`; `read` leaves them out. */
  blocksOf(number: number): readonly string[];
  /** Adds the words of blocks to documents that were written without them. */
  addBlocks(db: Db): Promise<void>;
  /** Replaces the words of a ticket. @param words its own and those of its blocks, joined by spaces */
  write(number: Value<number>, words: Value<string>): RawBuilder<unknown>;
  remove(db: Db, numbers: readonly number[]): Promise<void>;
  /** Empties the whole index, also a corrupt one. */
  clear(db: Db): Promise<void>;
  /** The words of some tickets, sorted and joined by spaces, by number; no entry for a ticket without a row. */
  read(db: Db, numbers: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** True when the engine's index finds exactly the words that its rows hold. Writes nothing. */
  isSound(db: Db): Promise<boolean>;
  /** True when the index returns a whole word's tickets newest first, without gathering all of them. */
  readonly returnsNewestFirst: boolean;
  /** How many documents are scanned for a beginning before the index gathers it; each costs 1 to 2 microseconds. */
  readonly mostDocuments: number;
  /**
   * The newest tickets as parts of the index: growing windows, each a condition for the index and the number after which
   * it begins. None where the index returns the newest first anyway.
   */
  windows(top: number): readonly Window[];
  /** The column with a ticket's number. */
  readonly number: RawBuilder<number>;
  /** The condition that the index answers. */
  matches(expression: Expression): RawBuilder<boolean>;
  /** Rows of `number` and `words`, newest first: the documents themselves, without the index. */
  newest(most: number, before: number | undefined): RawBuilder<unknown>;
  /** A join that gives each row of `tickets` its document. */
  readonly besideTickets: RawBuilder<unknown>;
  /** The same condition as `matches`, on a row of `newest` or `besideTickets`. */
  documentMatches(expression: Expression): RawBuilder<boolean>;
}

export interface Window {
  readonly after: number;
  readonly within: Expression;
}

interface Spelling {
  word(word: string, isPrefix: boolean): string;
  readonly and: string;
  readonly or: string;
  readonly not: string;
}

/** An expression as text, with brackets around every part, so that no operator's precedence matters. */
export function spell(expression: Expression, spelling: Spelling): string {
  if ("word" in expression) return spelling.word(expression.word, expression.isPrefix);
  if ("these" in expression) {
    const { these, without } = expression;
    return `(${spell(these, spelling)} ${spelling.not} ${spell(without, spelling)})`;
  }
  const [parts, between] =
    "all" in expression ? [expression.all, spelling.and] : [expression.any, spelling.or];
  return `(${parts.map((part) => spell(part, spelling)).join(` ${between} `)})`;
}
