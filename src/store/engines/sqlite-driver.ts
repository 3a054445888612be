import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from "kysely";

/** SQLite itself waits this long for a lock, blocking the event loop; longer waits are ours and block nothing. */
export const LOCK_WAIT_MS = 10;
const PAUSE_MS = 10;
/** Statements kept prepared; the store has fewer. */
const MOST_STATEMENTS = 256;

export interface SqliteDriverConfig {
  open(): DatabaseSync;
  /** Lets go of what else is held open beside the connection. */
  close(): Promise<void>;
  /** How long a statement waits for another process or connection to let go of the file. */
  readonly busyTimeout: number;
  isBusy(error: unknown): boolean;
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

  /** Several processes may start at once on a new file: only one at a time can turn it into what it has to be. */
  async init(): Promise<void> {
    const patience = new Patience(this.#config);
    const database = await patience.with(() => this.#config.open());
    this.#connection = new SqliteConnection(database, patience);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#connection === undefined) throw new Error("the SQLite driver was not started");
    return this.#connection;
  }

  /** Takes the write lock at once: a transaction that begins by reading could find it taken when it comes to write. */
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === "read only" ? "begin" : "begin immediate";
    await (connection as SqliteConnection).execute(begin, []);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).execute("commit", []);
  }

  /** A full disk makes SQLite roll back by itself. */
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
 * Waits for a file that another process has locked. What found it locked has changed nothing, so it can be tried again
 * until the timeout; then whoever stands in line behind has waited as long, and is told at the first try.
 */
class Patience {
  readonly #config: SqliteDriverConfig;
  #isOver = false;

  constructor(config: SqliteDriverConfig) {
    this.#config = config;
  }

  async with<Result>(work: () => Result): Promise<Result> {
    const { busyTimeout, isBusy } = this.#config;
    const tries = this.#isOver ? 1 : Math.ceil(busyTimeout / (LOCK_WAIT_MS + PAUSE_MS));
    for (let left = tries; ; left--) {
      try {
        const result = work();
        this.#isOver = false;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (left <= 1) {
          this.#isOver = true;
          throw error;
        }
      }
      await pause(PAUSE_MS);
    }
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #patience: Patience;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, patience: Patience) {
    this.#database = database;
    this.#patience = patience;
  }

  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return this.execute(sql, parameters);
  }

  /** Inside a transaction the lock is ours already. */
  async execute<Row>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    const execute = () => this.#execute<Row>(sql, parameters as readonly SQLInputValue[]);
    return this.isInTransaction ? execute() : await this.#patience.with(execute);
  }

  #execute<Row>(sql: string, parameters: readonly SQLInputValue[]): QueryResult<Row> {
    const statement = this.#prepare(sql);
    if (statement.columns().length > 0) return { rows: statement.all(...parameters) as Row[] };
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  async *streamQuery<Row>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    const rows = this.#database.prepare(sql).iterate(...(parameters as readonly SQLInputValue[]));
    for (const row of rows) yield { rows: [row as Row] };
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
