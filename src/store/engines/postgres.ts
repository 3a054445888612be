import { PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from "kysely";
import { DatabaseError, Pool, types } from "pg";
import type { Log } from "../../telemetry/log.ts";
import type { StoreDialect } from "./dialect.ts";
import { spell, type WordIndex } from "./word-index.ts";

const CONNECT_TIMEOUT_MS = 2000;
const LOCK_TIMEOUT_MS = 2000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** Longer than the server's own limit: only a connection on which nothing arrives any more reaches it. */
const SILENCE_TIMEOUT_MS = 12_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const MOST_CONNECTIONS = 10;
const BIGINT = 20;

/** A database server, for several bot processes. */
export function postgres(databaseUrl: string, log: Log, { silence = SILENCE_TIMEOUT_MS } = {}): StoreDialect {
  return {
    name: "postgres",
    kysely: new PostgresDialect({ pool: async () => withoutSilent(openPool(databaseUrl, log, silence)) }),
    greatest: "greatest",
    now: sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`,
    words: postgresWords,
    isAmong: (value, list) => sql<boolean>`${value} = any(${list}::text[])`,
    skipLocked: (query) => query.forUpdate().skipLocked(),
    lock: async (tx, name) =>
      void (await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)),
    // The server has flushed a commit when it answers.
    flushed: async () => {},
    wasRolledBack: (error) => error instanceof DatabaseError && !codeOf(error).startsWith(CUT_OFF),
    remedyFor,
    // Old row versions are the server's to clear away (autovacuum).
    scrub: async () => {},
    isSerializationFailure: (error) => SERIALIZATION_FAILURES.has(codeOf(error)),
  };
}

/** What `pg` says when `query_timeout` is over. */
const SILENCE = "Query read timeout";

/**
 * Destroys a connection on which a query got no answer instead of returning it to the pool: the next query would wait
 * behind it. The rollback on it fails at once instead of waiting for a second timeout.
 */
function withoutSilent(pool: Pool): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect();
      let silent: Error | undefined;
      const query = async (sql: string, parameters: readonly unknown[]) => {
        if (silent !== undefined) throw silent;
        try {
          return await client.query(sql, [...parameters]);
        } catch (error) {
          if (error instanceof Error && error.message === SILENCE) silent = error;
          throw error;
        }
      };
      return {
        // Kysely's other way to query is a cursor, which this store does not use.
        query: query as unknown as PostgresPoolClient["query"],
        release: (destroy = false) => client.release(destroy || silent !== undefined),
      };
    },
    end: () => pool.end(),
    options: pool.options,
  };
}

function openPool(connectionString: string, log: Log, silence: number): Pool {
  const pool = new Pool({
    connectionString,
    application_name: "beckon",
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: silence,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    // Moments are bigint; epoch milliseconds are exact as numbers for the next 285,000 years.
    types: { getTypeParser: (oid, format) => (oid === BIGINT ? Number : types.getTypeParser(oid, format)) },
  });
  // A connection closed by the server emits `error`, which ends the process when unhandled. The pool handles it for idle
  // connections only. The next query opens a new one.
  const lost = (error: Error) => log.warn("store.connection-lost", { code: codeOf(error) });
  pool.on("error", lost);
  pool.on("connect", (client) => client.on("error", lost));
  return pool;
}

/** SQLSTATE class 57, operator intervention: the server stops or crashed, so a commit may have happened. */
const CUT_OFF = "57";
const SERIALIZATION_FAILURES: ReadonlySet<string> = new Set(["40001", "40P01"]);

const UNREACHABLE = "PostgreSQL does not answer. Check that the server runs and that DATABASE_URL names it.";
const REFUSED = "PostgreSQL refuses the connection. Check user, password, database and TLS in DATABASE_URL.";

/** SQLSTATE by code or, with its first two digits, by class (postgresql.org/docs/current/errcodes-appendix.html). */
const REMEDIES: Readonly<Record<string, string>> = {
  "08": UNREACHABLE,
  "25006": "PostgreSQL is read-only: this is a standby, or was set so. Point DATABASE_URL at the primary.",
  "28": REFUSED,
  "3D000": REFUSED,
  "40001": "PostgreSQL gave up a transaction in favour of another one. Try again.",
  "40P01": "PostgreSQL gave up a transaction in favour of another one. Try again.",
  "42501": "PostgreSQL denies Beckon's user the right to its tables. Grant it, or let that user own them.",
  "53": "PostgreSQL has run out of memory or connections. Look at the server.",
  "53100": "The disk of the PostgreSQL server is full. Free some space on it.",
  "55P03": "PostgreSQL did not get a lock in time. Look for a transaction that was left open.",
  "57": "PostgreSQL is stopping, starting or cut the query off. Try again in a moment.",
  "58": "The PostgreSQL server reports errors of its system. Look at its log.",
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOENT: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EPIPE: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
};

/** Errors of `pg` about the connection that have no code. */
const CONNECTION_MESSAGE =
  /^(Query read timeout|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

function remedyFor(error: unknown): string | null {
  const code = codeOf(error);
  const remedy = REMEDIES[code] ?? REMEDIES[code.slice(0, 2)];
  if (remedy !== undefined) return remedy;
  return error instanceof Error && CONNECTION_MESSAGE.test(error.message) ? UNREACHABLE : null;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** A `tsvector` of words that are split already, without dictionary and language. */
export const postgresWords: WordIndex = {
  returnsNewestFirst: false,
  mostDocuments: 20_000,

  async create(db) {
    await sql`create table ticket_words (number integer primary key, words tsvector not null)`.execute(db);
    // Without the pending list (`fastupdate`), a search does not pay for the writes before it.
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

  // PostgreSQL offers no way to write an index past its table.
  isSound: async () => true,

  number: sql<number>`ticket_words.number`,

  newest: (most, before) => sql`select number, words from ticket_words
    ${before === undefined ? sql`` : sql`where number < ${before}`} order by number desc limit ${most}`,

  documentMatches: (expression) => sql<boolean>`words @@ ${spell(expression, TSQUERY)}::tsquery`,

  // The array makes the planner use the word index. Otherwise it takes a rare word for a frequent one and scans the whole
  // table from the newest ticket.
  matches: (expression) => sql<boolean>`ticket_words.number = any(array(
    select number from ticket_words where words @@ ${spell(expression, TSQUERY)}::tsquery))`,
};

const TSQUERY = {
  and: "&",
  or: "|",
  not: "& !",
  word: (word: string, isPrefix: boolean) => `'${word}'${isPrefix ? ":*" : ""}`,
};
