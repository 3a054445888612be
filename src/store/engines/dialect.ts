import type { Dialect, Expression, QueryExecutorProvider, RawBuilder, SelectQueryBuilder } from "kysely";
import type { WordIndex } from "./word-index.ts";

/** Column names with their SQL types. */
export type Columns = Readonly<Record<string, "text" | "bigint">>;

/** A server's address or a file's path. */
export type StorePlace = { readonly databaseUrl: string } | { readonly file: string };

/** Everything in which the two engines differ; the rest of the store is one text for both. */
export interface StoreDialect {
  readonly name: "sqlite" | "postgres";
  /** Where another thread finds the same database; null where none can. */
  readonly place: StorePlace | null;
  readonly kysely: Dialect;
  /** The function that returns the greatest of its arguments. */
  readonly greatest: "max" | "greatest";
  /** The engine's own clock, epoch milliseconds. */
  readonly now: RawBuilder<number>;
  readonly words: WordIndex;
  /**
   * True when the statements of a transaction may be sent without waiting for one another: it refuses those behind a
   * failed one. SQLite may undo a transaction by itself, and what is executed then is not undone.
   */
  readonly refusesAfterFailure: boolean;
  /** True for a value in a list that is one parameter, so that the statement is the same for every length. */
  isAmong(value: Expression<string>, list: Expression<readonly string[]>): RawBuilder<boolean>;
  /** The objects of a JSON array as the rows of a table `given`, so that the statement is the same for every number of them. */
  recordsIn(list: Expression<string>, columns: Columns): RawBuilder<unknown>;
  /** Skips rows that another worker is leasing at this moment, instead of waiting for them. */
  skipLocked<Tables, Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
  ): SelectQueryBuilder<Tables, Table, Row>;
  /** Until the transaction ends, no other one with the same name passes this point. SQLite has one writer anyway. */
  lock(tx: QueryExecutorProvider, name: string): Promise<void>;
  /**
   * Resolves when every commit so far is on the disk. Until then a commit survives the death of the process, but not a
   * power cut. Rejects when the outcome is unknown, and from then on always.
   */
  flushed(): Promise<void>;
  /** True when the engine itself reports that a commit was rolled back; any other failure leaves its outcome unknown. */
  wasRolledBack(error: unknown): boolean;
  /** What to do about an error of the driver, as a sentence; null when the database is not to blame. */
  remedyFor(error: unknown): string | null;
  /** Removes deleted rows from the files too, as far as the engine can. */
  scrub(db: QueryExecutorProvider): Promise<void>;
  /** True for a serialization failure: nothing was written, and the transaction can be tried again. */
  isSerializationFailure(error: unknown): boolean;
}
