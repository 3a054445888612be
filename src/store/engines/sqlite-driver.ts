import { type FileHandle, open } from "node:fs/promises";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from "kysely";
import { LRUCache } from "lru-cache";

/** SQLite itself waits this long for a lock, blocking the event loop; longer waits are in `BusyRetry` and block nothing. */
export const LOCK_WAIT_MS = 10;
const PAUSE_MS = 10;
/** Prepared statements kept; the store has fewer. */
const MOST_STATEMENTS = 256;

export interface SqliteDriverConfig {
  open(): DatabaseSync;
  /** Closes what is held open beside the connection. */
  close(): Promise<void>;
  /** How long a statement waits for a lock of another process or connection, ms. */
  readonly busyTimeout: number;
  isBusy(error: unknown): boolean;
  /** Takes no lock to write. */
  readonly isReadOnly?: boolean;
}

/**
 * Kysely on Node's own SQLite. There is one connection, and Kysely lends it to one user at a time: no transaction sees
 * the statements of another.
 */
export class SqliteDriver implements Driver {
  readonly #config: SqliteDriverConfig;
  #connection: SqliteConnection | undefined;

  constructor(config: SqliteDriverConfig) {
    this.#config = config;
  }

  /** Several processes may start at once on a new file; switching it to WAL needs the lock. */
  async init(): Promise<void> {
    const retry = new BusyRetry(this.#config);
    const database = await retry.run(() => this.#config.open());
    this.#connection = new SqliteConnection(database, retry);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#connection === undefined) throw new Error("the SQLite driver was not started");
    return this.#connection;
  }

  /** Takes the write lock at once: a transaction that began by reading could fail to upgrade its lock later. */
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const reads = settings.accessMode === "read only" || this.#config.isReadOnly === true;
    const begin = reads ? "begin" : "begin immediate";
    await (connection as SqliteConnection).execute(begin, []);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).execute("commit", []);
  }

  /** SQLite rolls back by itself when the disk is full. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const sqlite = connection as SqliteConnection;
    if (sqlite.isInTransaction) await sqlite.execute("rollback", []);
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#config.close();
    this.#connection?.close();
  }
}

/**
 * Retries what found the file locked, until the timeout; it has changed nothing. After a timeout the next statement is
 * tried once only, because it has waited in the queue for as long already.
 */
class BusyRetry {
  readonly #config: SqliteDriverConfig;
  #hasTimedOut = false;

  constructor(config: SqliteDriverConfig) {
    this.#config = config;
  }

  async run<Result>(work: () => Result): Promise<Result> {
    const { busyTimeout, isBusy } = this.#config;
    const tries = this.#hasTimedOut ? 1 : Math.ceil(busyTimeout / (LOCK_WAIT_MS + PAUSE_MS));
    for (let left = tries; ; left--) {
      try {
        const result = work();
        this.#hasTimedOut = false;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        this.#hasTimedOut = left <= 1;
        if (left <= 1) throw error;
      }
      await pause(PAUSE_MS);
    }
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #retry: BusyRetry;
  readonly #statements = new LRUCache<string, StatementSync>({ max: MOST_STATEMENTS });

  constructor(database: DatabaseSync, retry: BusyRetry) {
    this.#database = database;
    this.#retry = retry;
  }

  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return this.execute(sql, parameters);
  }

  /** Inside a transaction the lock is held already. */
  async execute<Row>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    const values = parameters.map(toSqlite);
    const execute = () => this.#execute<Row>(sql, values);
    return this.isInTransaction ? execute() : await this.#retry.run(execute);
  }

  #execute<Row>(sql: string, parameters: readonly SQLInputValue[]): QueryResult<Row> {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    if (statement.columns().length > 0) return { rows: statement.all(...parameters) as Row[] };
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  streamQuery(): never {
    throw new Error("the store streams no rows");
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** SQLite has no arrays: a list is told as JSON. */
const toSqlite = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : value) as SQLInputValue;

/**
 * Group commit: transactions that commit during a flush share the next one. Flushing does not block readers.
 *
 * After a failed flush every later one fails too. The system may have dropped what it could not write, and then the
 * next flush succeeds without it (lwn.net/Articles/752063). A restart reads what is really on the disk.
 */
export class SharedFlush {
  readonly #flush: () => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  /** Resolves when every commit so far is on the disk. */
  flushed(): Promise<void> {
    // A flush under way may have begun before the newest commit.
    this.#next ??= this.#last.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    this.#last = this.#next;
    return this.#next;
  }

  /** Resolves when no flush is under way. */
  async idle(): Promise<void> {
    await this.#last.catch(() => undefined);
  }

  async #begin(): Promise<void> {
    this.#next = null;
    if (this.#failure !== null) throw this.#failure.error;
    try {
      await this.#flush();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}

/**
 * Flushes SQLite's write-ahead log apart from SQLite. With `synchronous = NORMAL` a commit is in the log and survives
 * the death of the process; this makes it survive a power cut, as `FULL` would, but for many commits at once and
 * without blocking the event loop. Checkpoints flush by themselves (sqlite.org/wal.html).
 */
export class WriteAheadLog {
  readonly #path: string | null;
  readonly #shared = new SharedFlush(() => this.#flush());
  #handle: FileHandle | null = null;

  constructor(database: string) {
    this.#path = database === ":memory:" ? null : `${database}-wal`;
  }

  flushed(): Promise<void> {
    return this.#shared.flushed();
  }

  async close(): Promise<void> {
    await this.#shared.idle();
    await this.#handle?.close();
    this.#handle = null;
  }

  /** SQLite keeps the same log file for as long as it has the database open. */
  async #flush(): Promise<void> {
    if (this.#path === null) return;
    this.#handle ??= await open(this.#path, "r+");
    await this.#handle.datasync();
  }
}
