import type { Dialect, Kysely, RawBuilder, SelectQueryBuilder } from "kysely";
import type { Schema } from "../schema.ts";
import type { WordIndex } from "../search/word-index.ts";

/** Everything in which the two engines differ. The rest of this room is one text for both. */
export interface StoreDialect {
  readonly name: "sqlite" | "postgres";
  readonly kysely: Dialect;
  /** The functions that return the greatest and the least of their arguments. */
  readonly greatest: "max" | "greatest";
  readonly least: "min" | "least";
  /** The engine's own clock, epoch milliseconds. */
  readonly now: RawBuilder<number>;
  readonly words: WordIndex;
  /** Passes over rows that another worker is leasing at this moment, instead of waiting for it. */
  skipLocked<Row>(
    query: SelectQueryBuilder<Schema, "tickets", Row>,
  ): SelectQueryBuilder<Schema, "tickets", Row>;
  /**
   * Resolves when everything that was committed before is on the disk. Until then it would survive the death of the
   * process, and not a power cut. Rejects when nobody knows whether it is, and from then on always.
   */
  flushed(): Promise<void>;
  /** Did the engine itself say that a commit was taken back? Any other failure leaves open whether it happened. */
  wasTakenBack(error: unknown): boolean;
  /** What to do about an error of the driver, as a sentence; null when the store itself is not to blame. */
  remedyFor(error: unknown): string | null;
  /** Takes what was deleted out of the files as well, as far as the engine can. */
  scrub(db: Kysely<Schema>): Promise<void>;
  /** Was this transaction only unlucky? Then nothing was written, and deciding afresh is the cure. */
  isLostRace(error: unknown): boolean;
}
