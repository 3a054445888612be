import { Kysely, type Transaction } from "kysely";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { StoreDialect } from "./engines/dialect.ts";
import { flushing } from "./engines/flushing.ts";
import type { Schema } from "./schema.ts";

/** The connection that all parts of the store share. Both ways in turn a driver's error into a fault with a remedy. */
export interface Database {
  readonly dialect: StoreDialect;
  /** For what is one statement. @throws {StoreUnavailable} */
  run<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>;
  /**
   * For one statement of bookkeeping: leases, posted cards, addresses. It does not wait for the disk: a power cut may
   * take the newest ones back, and then a card is sent twice. What people decided is never written this way, and what
   * is flushed later takes along all that was noted before. @throws {StoreUnavailable}
   */
  note<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>;
  /**
   * For what has to happen as a whole. Throwing `Undo` takes everything back and returns its outcome.
   * @throws {StoreUnavailable} and nothing was written.
   */
  transaction<Result>(work: (db: Transaction<Schema>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Thrown inside a transaction that finds out that it must not happen: an outcome, and no fault. */
export class Undo<Outcome> extends Error {
  override readonly name = "Undo";
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super("taken back");
    this.outcome = outcome;
  }
}

export function connect(dialect: StoreDialect): Database {
  const kysely = new Kysely<Schema>({ dialect: dialect.kysely });
  const careful = kysely.withPlugin(flushing(dialect.flushed));
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
    run: (work) => attempt(() => work(careful)),
    note: (work) => attempt(() => work(kysely)),
    transaction: (work) =>
      attempt(async () => {
        const result = await kysely.transaction().execute(work);
        await dialect.flushed();
        return result;
      }),
    async close() {
      closed = true;
      await kysely.destroy();
    },
  };
}
