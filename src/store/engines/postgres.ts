import { PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from "kysely";
import { Client, type ClientConfig, DatabaseError, Pool, types } from "pg";
import type { Log } from "../../telemetry/log.ts";
import type { StoreDialect } from "./dialect.ts";
import { codeOf, remedyFor } from "./postgres-remedies.ts";
import { spell, type WordIndex } from "./word-index.ts";

const CONNECT_TIMEOUT_MS = 2000;
const LOCK_TIMEOUT_MS = 2000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** Longer than the server's own limit: only a connection on which nothing arrives any more reaches it. */
const SILENCE_TIMEOUT_MS = 12_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const MOST_CONNECTIONS = 10;
const BIGINT = 20;

type Options = Partial<Pick<Settings, "silence" | "poolSize" | "password">>;

/** A database server, for several bot processes. */
export function postgres(
  connectionString: string,
  log: Log,
  { silence = SILENCE_TIMEOUT_MS, poolSize = MOST_CONNECTIONS, password = null }: Options = {},
): StoreDialect {
  const settings = { connectionString, log, silence, poolSize, password };
  return {
    name: "postgres",
    // A token cannot be sent to another thread.
    place: password === null ? { databaseUrl: connectionString } : null,
    kysely: new PostgresDialect({ pool: async () => withoutSilent(await openPool(settings)) }),
    greatest: "greatest",
    now: sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`,
    words: postgresWords,
    refusesAfterFailure: true,
    isAmong: (value, list) => sql<boolean>`${value} = any(${list}::text[])`,
    recordsIn: (list, columns) => {
      const typed = Object.entries(columns).map(([name, type]) => sql`${sql.id(name)} ${sql.raw(type)}`);
      return sql`json_to_recordset(${list}::json) as given(${sql.join(typed)})`;
    },
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

/** Sent when a connection begins. A pooler between has no session to keep them for, and may refuse them. */
const SESSION_LIMITS = {
  lock_timeout: LOCK_TIMEOUT_MS,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
};

/** What PgBouncer says (08P01) of a parameter that it was not told to ignore. */
const REFUSED_PARAMETER = /unsupported startup parameter/;

/**
 * Nothing of the store needs a session: statements have no names, locks end with their transaction. So behind a pooler in
 * transaction mode only the limits are missing, which the server can keep for the role: docs/operating.md.
 */
async function openPool(settings: Settings): Promise<Pool> {
  const pool = createPool(settings, SESSION_LIMITS);
  try {
    (await pool.connect()).release();
    return pool;
  } catch (error) {
    await pool.end();
    if (!(error instanceof Error && REFUSED_PARAMETER.test(error.message))) throw error;
    settings.log.warn("store.pooler", { remedy: "set the timeouts for the role: docs/operating.md" });
    return createPool(settings, {});
  }
}

interface Settings {
  readonly connectionString: string;
  readonly log: Log;
  readonly silence: number;
  readonly poolSize: number;
  /** A token instead of a password, asked for with every new connection. */
  readonly password: (() => Promise<string>) | null;
}

function createPool(
  { connectionString, log, silence, poolSize, password }: Settings,
  limits: Partial<typeof SESSION_LIMITS>,
): Pool {
  const pool = new Pool({
    connectionString,
    application_name: "beckon",
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...limits,
    query_timeout: silence,
    keepAlive: true,
    // Statements of one transaction are sent together: `Database.together`.
    pipeline: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    // Moments are bigint; epoch milliseconds are exact as numbers for the next 285,000 years.
    types: { getTypeParser: (oid, format) => (oid === BIGINT ? Number : types.getTypeParser(oid, format)) },
    ...(password !== null && { Client: clientWith(password) }),
  });
  // A connection closed by the server emits `error`, which ends the process when unhandled. The pool handles it for idle
  // connections only. The next query opens a new one.
  const lost = (error: Error) => log.warn("store.connection-lost", { code: codeOf(error) });
  pool.on("error", lost);
  pool.on("connect", (client) => client.on("error", lost));
  return pool;
}

/** `pg` takes a function as password, but not beside a connection string, which has precedence. */
function clientWith(password: () => Promise<string>) {
  return class extends Client {
    constructor(config?: ClientConfig) {
      super(config);
      Object.assign(this, { password });
    }
  };
}

/** SQLSTATE class 57, operator intervention: the server stops or crashed, so a commit may have happened. */
const CUT_OFF = "57";
const SERIALIZATION_FAILURES: ReadonlySet<string> = new Set(["40001", "40P01"]);

/** A `tsvector` of words that are split already, without dictionary and language. */
export const postgresWords: WordIndex = {
  returnsNewestFirst: false,
  mostDocuments: 20_000,

  // Two blocks of each size: the newest one has only begun.
  windows: (top) =>
    BLOCK_BITS.map((bits) => {
      const newest = top >> bits;
      const blocks = [newest, newest - 1].map((block) => ({ word: blockWord(bits, block), isPrefix: false }));
      return { after: ((newest - 1) << bits) - 1, within: { any: blocks } };
    }),

  async create(db) {
    await sql`create table ticket_words (number integer primary key, words tsvector not null)`.execute(db);
    // Without the pending list (`fastupdate`), a search does not pay for the writes before it.
    await sql`create index ticket_words_by_word on ticket_words using gin (words) with (fastupdate = off)`.execute(
      db,
    );
  },

  blocksOf: (number) => blocksOf(number),

  async addBlocks(db) {
    const blocks = BLOCK_BITS.map(
      (bits) => sql`${sql.lit(blockPrefix(bits))} || (number >> ${sql.lit(bits)})`,
    );
    await sql`update ticket_words set words = words || array_to_tsvector(array[${sql.join(blocks)}])`.execute(
      db,
    );
  },

  write: (number, words) => sql`insert into ticket_words (number, words)
    values (${number}, array_to_tsvector(string_to_array(${words}, ' ')))
    on conflict (number) do update set words = excluded.words`,

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
    return new Map(rows.map(({ number, words }) => [number, withoutBlocks(number, words).sort().join(" ")]));
  },

  // PostgreSQL offers no way to write an index past its table.
  isSound: async () => true,

  number: sql<number>`ticket_words.number`,

  newest: (most, before) => sql`select number, words from ticket_words
    ${before === undefined ? sql`` : sql`where number < ${before}`} order by number desc limit ${most}`,

  // `offset 0` keeps the planner from asking the word index instead.
  besideTickets: sql`cross join lateral (
    select words from ticket_words where ticket_words.number = tickets.number offset 0) as documents`,

  documentMatches: (expression) => sql<boolean>`words @@ ${spell(expression, TSQUERY)}::tsquery`,

  // The array makes the planner use the word index. Otherwise it takes a rare word for a frequent one and scans the whole
  // table from the newest ticket.
  matches: (expression) => sql<boolean>`ticket_words.number = any(array(
    select number from ticket_words where words @@ ${spell(expression, TSQUERY)}::tsquery))`,
};

/**
 * Sizes of blocks of consecutive tickets, as powers of two. The word index has no order, so every document also holds
 * the names of its blocks: within a block, a word's newest tickets are few. Words of tickets hold no digit before `_`.
 */
const BLOCK_BITS = [12, 16, 20];
const blockPrefix = (bits: number): string => `b${bits}_`;
const blockWord = (bits: number, block: number): string => `${blockPrefix(bits)}${Math.max(0, block)}`;

/** What PostgreSQL's index holds of a ticket beside its words. */
export const blocksOf = (number: number): string[] =>
  BLOCK_BITS.map((bits) => blockWord(bits, number >> bits));

/** Blocks that are not the ticket's stay, and `NO_BLOCKS` stands for those that it lacks, so that `verify` finds both. */
function withoutBlocks(number: number, words: readonly string[]): string[] {
  const blocks = new Set(blocksOf(number));
  const others = words.filter((word) => !blocks.has(word));
  return others.length + blocks.size === words.length ? others : [...words, NO_BLOCKS];
}
const NO_BLOCKS = "b_";

const TSQUERY = {
  and: "&",
  or: "|",
  not: "& !",
  word: (word: string, isPrefix: boolean) => `'${word}'${isPrefix ? ":*" : ""}`,
};
