import { Kysely, type Transaction } from "kysely";
import { OutcomeUnknown, StoreUnavailable } from "../ports/ticket-store.ts";
import type { StoreDialect } from "./engines/dialect.ts";
import { flushing } from "./engines/flushing.ts";
import type { Schema } from "./schema.ts";

/** The connection that all parts of the store share. Both ways in turn a driver's error into a fault with a remedy. */
export interface Database {
  readonly dialect: StoreDialect;
  /** For what is one statement. @throws {StoreUnavailable} */
  query<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>;
  /**
   * For one statement of bookkeeping: leases, posted cards, addresses. It does not wait for the disk: a power cut may
   * take the newest ones back, and then a card is sent twice. What people decided is never written this way, and what
   * is flushed later takes along all that was noted before. @throws {StoreUnavailable}
   */
  writeRelaxed<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>;
  /** For bookkeeping that has to happen as a whole. @throws {StoreUnavailable} @throws {OutcomeUnknown} */
  transactionRelaxed<Result>(work: (tx: Transaction<Schema>) => Promise<Result>): Promise<Result>;
  /**
   * For what has to happen as a whole. Throwing `Undo` takes everything back and returns its outcome.
   * @throws {StoreUnavailable} and nothing was written. @throws {OutcomeUnknown} and it may have been.
   */
  transaction<Result>(work: (db: Transaction<Schema>) => Promise<Result>): Promise<Result>;
  /** Resolves when everything that was committed by now would survive a power cut. @throws {OutcomeUnknown} */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How often bookkeeping is tried that lost against other bookkeeping on the same rows. */
const MOST_TRIES = 5;

/** Thrown inside a transaction that finds out that it must not happen: an outcome, and no fault. */
export class Rollback<Outcome> extends Error {
  override readonly name = "Undo";
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super("taken back");
    this.outcome = outcome;
  }
}

export function connect(dialect: StoreDialect): Database {
  const kysely = new Kysely<Schema>({ dialect: dialect.kysely });
  const settled = () => dialect.flushed().catch((cause: unknown) => Promise.reject(unknown(dialect, cause)));
  const careful = kysely.withPlugin(flushing(settled));
  let closed = false;
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closed) throw new StoreUnavailable("The store is closed: Beckon is stopping.");
    try {
      return await work();
    } catch (error) {
      const remedy = dialect.remedyFor(error);
      throw remedy === null ? error : new StoreUnavailable(remedy, { cause: error });
    }
  };
  return {
    dialect,
    query: (work) => attempt(() => work(careful)),
    writeRelaxed: (work) => attempt(() => retryOnConflict(dialect, () => work(kysely))),
    transactionRelaxed: (work) =>
      attempt(() => retryOnConflict(dialect, () => commit(kysely, dialect, work))),
    transaction: (work) =>
      attempt(async () => {
        const result = await commit(kysely, dialect, work);
        await settled();
        return result;
      }),
    settled,
    async close() {
      closed = true;
      await kysely.destroy();
    },
  };
}

/** What fails before the commit changed nothing; a commit that fails by another voice than the engine's may have happened. */
async function commit<Result>(
  kysely: Kysely<Schema>,
  dialect: StoreDialect,
  work: (tx: Transaction<Schema>) => Promise<Result>,
): Promise<Result> {
  let isCommitting = false;
  try {
    return await kysely.transaction().execute(async (tx) => {
      const result = await work(tx);
      isCommitting = true;
      return result;
    });
  } catch (error) {
    throw isCommitting && !dialect.wasTakenBack(error) ? unknown(dialect, error) : error;
  }
}

/** Two that write the same rows in different orders may stop each other; the one that gave way has written nothing. */
async function retryOnConflict<Result>(dialect: StoreDialect, work: () => Promise<Result>): Promise<Result> {
  for (let left = MOST_TRIES; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left <= 1 || !dialect.isLostRace(error)) throw error;
    }
  }
}

const unknown = (dialect: StoreDialect, cause: unknown): OutcomeUnknown =>
  new OutcomeUnknown(
    `${dialect.remedyFor(cause) ?? "The store broke off."} What it was keeping may be kept.`,
    {
      cause,
    },
  );
