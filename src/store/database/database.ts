import { Kysely, type QueryResult, type Transaction } from "kysely";
import { OutcomeUnknown, StoreUnavailable } from "../../ports/ticket-store.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import { flushAfterWrites } from "./flush-after-writes.ts";
import type { Schema } from "./schema.ts";
import type { Filled } from "./statement.ts";

export type Tx = Transaction<Schema>;

/** Executes a statement. What it needs besides the connection may be passed beside it, which spares a closure. */
export interface Execute {
  <Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>;
  <Given, Result>(work: (db: Kysely<Schema>, given: Given) => Promise<Result>, given: Given): Promise<Result>;
}

/** The connection that all parts of the store share. Every way in turns a driver's error into one with a remedy. */
export interface Database {
  readonly dialect: StoreDialect;
  /** For a single statement. @throws {StoreUnavailable} */
  readonly query: Execute;
  /**
   * For one statement of delivery state: leases, posted cards, addresses. Does not wait for the disk: a power cut may
   * lose the newest ones, and then a card is sent twice. Tickets are never written this way. The next flushed commit
   * makes all relaxed writes before it durable too. @throws {StoreUnavailable}
   */
  readonly writeRelaxed: Execute;
  /** The same for several statements at once. @throws {StoreUnavailable} @throws {OutcomeUnknown} */
  transactionRelaxed<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /**
   * All or nothing. Throwing `Rollback` undoes everything.
   * @throws {StoreUnavailable} nothing was written. @throws {OutcomeUnknown} it may have been.
   */
  transaction<Result>(work: (db: Tx) => Promise<Result>): Promise<Result>;
  /** Statements of one transaction in order, in one round trip where the engine can. */
  together(
    tx: Tx,
    writes: readonly { readonly statement: Filled }[],
  ): Promise<readonly QueryResult<unknown>[]>;
  /** Resolves when every commit so far would survive a power cut. @throws {OutcomeUnknown} */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How often a relaxed write is tried that lost a serialization conflict. */
const MOST_TRIES = 5;

/** Thrown inside a transaction to undo it: an outcome, not a fault. */
export class Rollback<Outcome> extends Error {
  override readonly name = "Rollback";
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super("rolled back");
    this.outcome = outcome;
  }
}

/** The outcome of a transaction that was rolled back on purpose. Any other error is thrown on. */
export function outcomeOf<Outcome>(error: unknown): Outcome {
  if (error instanceof Rollback) return error.outcome as Outcome;
  throw error;
}

export function connect(dialect: StoreDialect): Database {
  const kysely = new Kysely<Schema>({ dialect: dialect.kysely });
  const settled = () => dialect.flushed().catch((cause: unknown) => Promise.reject(unknown(dialect, cause)));
  const durable = kysely.withPlugin(flushAfterWrites(settled));
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
    query: <Given, Result>(work: (db: Kysely<Schema>, given: Given) => Promise<Result>, given?: Given) =>
      attempt(() => work(durable, given as Given)),
    writeRelaxed: <Given, Result>(
      work: (db: Kysely<Schema>, given: Given) => Promise<Result>,
      given?: Given,
    ) => attempt(() => retryOnConflict(dialect, () => work(kysely, given as Given))),
    transactionRelaxed: (work) =>
      attempt(() => retryOnConflict(dialect, () => commit(kysely, dialect, work))),
    transaction: (work) =>
      attempt(async () => {
        const result = await commit(kysely, dialect, work);
        await settled();
        return result;
      }),
    together: (tx, writes) => together(dialect, tx, writes),
    settled,
    async close() {
      closed = true;
      await kysely.destroy();
    },
  };
}

function together(
  { refusesAfterFailure }: StoreDialect,
  tx: Tx,
  writes: readonly { readonly statement: Filled }[],
): Promise<readonly QueryResult<unknown>[]> {
  const executor = tx.getExecutor();
  return executor.provideConnection(async (connection) => {
    // By itself, an executor lends its connection to one statement after another.
    const shared = executor.withConnectionProvider({ provideConnection: (use) => use(connection) });
    const execute = ({ statement }: { readonly statement: Filled }) =>
      shared.executeQuery(statement.compile(tx));
    if (refusesAfterFailure) return Promise.all(writes.map(execute));
    const results: QueryResult<unknown>[] = [];
    for (const write of writes) results.push(await execute(write));
    return results;
  });
}

/** How many rows a statement inserted, updated, deleted or returned. */
export const rowsChanged = ({ numAffectedRows, rows }: QueryResult<unknown>): number =>
  Number(numAffectedRows ?? rows.length);

/** A failure before the commit changed nothing. A failed commit may have happened unless the engine itself rolled it back. */
async function commit<Result>(
  kysely: Kysely<Schema>,
  dialect: StoreDialect,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  let isCommitting = false;
  try {
    return await kysely.transaction().execute(async (tx) => {
      const result = await work(tx);
      isCommitting = true;
      return result;
    });
  } catch (error) {
    throw isCommitting && !dialect.wasRolledBack(error) ? unknown(dialect, error) : error;
  }
}

async function retryOnConflict<Result>(dialect: StoreDialect, work: () => Promise<Result>): Promise<Result> {
  for (let left = MOST_TRIES; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left <= 1 || !dialect.isSerializationFailure(error)) throw error;
    }
  }
}

const unknown = (dialect: StoreDialect, cause: unknown): OutcomeUnknown => {
  const why = dialect.remedyFor(cause) ?? "The store broke off.";
  return new OutcomeUnknown(`${why} The write may have been kept.`, { cause });
};

/** Rows in pages by ascending key, so that memory is bounded by a page. @param read the rows after a key, in order */
export async function* pagesByKey<Row, Key extends string | number>(
  size: number,
  first: Key,
  keyOf: (row: Row) => Key,
  read: (after: Key, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after = first;
  for (;;) {
    const rows = await read(after, size);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return;
    after = keyOf(last);
  }
}

/** Parts of a list, because a statement takes a bounded number of parameters. */
export const batches = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
