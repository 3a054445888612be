import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { type RawBuilder, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";
import type { StoreDialect } from "./dialect.ts";
import { LOCK_WAIT_MS, SqliteDriver, WriteAheadLog } from "./sqlite-driver.ts";
import { type Expression, spell, type WordIndex } from "./word-index.ts";

const BUSY_TIMEOUT_MS = 2000;

/** SQLite can create and change tables inside a transaction, so a migration that fails leaves nothing behind. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * One file, embedded: every commit is on the disk before it is answered.
 * @param options.isReadOnly the file, and its folder, may belong to somebody else or be on a medium that cannot be written.
 */
export function sqlite(
  file: string,
  { busyTimeout = BUSY_TIMEOUT_MS, isReadOnly = false } = {},
): StoreDialect {
  const log = new WriteAheadLog(file);
  const driver = {
    open: () => (isReadOnly ? openToRead(file) : open(file)),
    close: () => log.close(),
    busyTimeout,
    isBusy,
    isReadOnly,
  };
  return {
    name: "sqlite",
    place: file === ":memory:" ? null : { file },
    kysely: {
      createDriver: () => new SqliteDriver(driver),
      createAdapter: () => new TransactionalSqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
    greatest: "max",
    now: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
    words: sqliteWords,
    refusesAfterFailure: false,
    isAmong: (value, list) => sql<boolean>`${value} in (select value from json_each(${list}))`,
    recordsIn: (list, columns) => {
      const values = Object.keys(columns).map((name) => sql`value ->> ${sql.lit(name)} as ${sql.id(name)}`);
      return sql`(select ${sql.join(values)} from json_each(${list})) as given`;
    },
    skipLocked: (query) => query,
    lock: async () => {},
    flushed: () => (isReadOnly ? Promise.resolve() : log.flushed()),
    wasRolledBack: (error) => primaryCode(error) !== null,
    remedyFor: (error) => remedyFor(error, file),
    isSerializationFailure: () => false,
    async scrub(db) {
      // Deleted pages are zeroed (`secure_delete`), but the log still holds what they were.
      await sql`pragma wal_checkpoint(truncate)`.execute(db);
    },
  };
}

function open(file: string): DatabaseSync {
  if (file !== ":memory:") prepareFile(file);
  const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MS });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * A database that was closed well has no log beside it, and SQLite would have to make one to read it. Where it may not,
 * the file is read as one that nobody changes (sqlite.org/wal.html, read-only databases).
 */
function openToRead(file: string): DatabaseSync {
  try {
    return probed(new DatabaseSync(file, { readOnly: true, timeout: LOCK_WAIT_MS }));
  } catch (error) {
    const needsLog = [READ_ONLY, CANNOT_OPEN].includes(primaryCode(error) ?? -1);
    if (!needsLog || existsSync(`${file}-wal`)) throw error;
    const unchanging = pathToFileURL(file);
    unchanging.searchParams.set("immutable", "1");
    return probed(new DatabaseSync(unchanging, { readOnly: true, timeout: LOCK_WAIT_MS }));
  }
}

/** SQLite opens files late: with the first query. */
function probed(database: DatabaseSync): DatabaseSync {
  try {
    database.exec("select count(*) from sqlite_schema");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The file holds personal texts: only its owner may read it. */
function prepareFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, "a", 0o600));
}

/** SQLite's primary result codes (sqlite.org/rescode.html); the extended ones carry them in their lowest byte. */
const BUSY = 5;
const READ_ONLY = 8;
const CANNOT_OPEN = 14;
const LOCKED = 6;
const isBusy = (error: unknown): boolean => [BUSY, LOCKED].includes(primaryCode(error) ?? -1);

const LOCKED_REMEDY = (file: string) =>
  `${file} is locked by another process. Stop that process, or use PostgreSQL (DATABASE_URL), which is meant for several.`;
const READ_ONLY_REMEDY = (file: string) =>
  `${file} cannot be written. Check its owner and permissions, and that its disk is not mounted read-only.`;
const OPEN_REMEDY = (file: string) =>
  `${file} cannot be opened. Check that the path is right and that its folder can be written.`;
const FULL_REMEDY = (file: string) => `The disk that holds ${file} is full. Free some space on it.`;
const DAMAGED_REMEDY = (file: string) =>
  `${file} is damaged, or no SQLite database. Restore it from a backup.`;

const REMEDIES: Readonly<Record<number | string, (file: string) => string>> = {
  [BUSY]: LOCKED_REMEDY,
  [LOCKED]: LOCKED_REMEDY,
  8: READ_ONLY_REMEDY,
  10: (file) => `The disk that holds ${file} reports errors. Check the disk.`,
  11: DAMAGED_REMEDY,
  13: FULL_REMEDY,
  14: OPEN_REMEDY,
  23: READ_ONLY_REMEDY,
  26: DAMAGED_REMEDY,
  EACCES: READ_ONLY_REMEDY,
  EIO: (file) => `The disk that holds ${file} reports errors. Check the disk.`,
  EPERM: READ_ONLY_REMEDY,
  EROFS: READ_ONLY_REMEDY,
  EEXIST: OPEN_REMEDY,
  EISDIR: OPEN_REMEDY,
  ENOENT: OPEN_REMEDY,
  ENOTDIR: OPEN_REMEDY,
  ENOSPC: FULL_REMEDY,
};

function remedyFor(error: unknown, file: string): string | null {
  const code = primaryCode(error) ?? (error instanceof Error && "code" in error ? String(error.code) : "");
  return REMEDIES[code]?.(file) ?? null;
}

function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) return null;
  return error.errcode & 0xff;
}

/** FTS5 on words that are split already, without positions; `secure-delete` removes deleted words from the index. sqlite.org/fts5.html */
export const sqliteWords: WordIndex = {
  returnsNewestFirst: true,
  // SQLite blocks the event loop meanwhile.
  mostDocuments: 2_000,
  windows: () => [],
  blocksOf: () => [],
  async addBlocks() {},

  async create(db) {
    await sql`create virtual table ticket_words using fts5(
      words, detail = none, tokenize = "ascii tokenchars '_'")`.execute(db);
    await sql`insert into ticket_words (ticket_words, rank) values ('secure-delete', 1)`.execute(db);
  },

  write: (number, words) =>
    sql`insert or replace into ticket_words (rowid, words) values (${number}, ${words})`,

  async remove(db, numbers) {
    for (const number of numbers) await sql`delete from ticket_words where rowid = ${number}`.execute(db);
  },

  async clear(db) {
    // A corrupt index cannot be emptied row by row.
    await sql`insert into ticket_words (ticket_words) values ('rebuild')`.execute(db);
    await sql`delete from ticket_words`.execute(db);
  },

  async read(db, numbers) {
    const { rows } = await sql<{ number: number; words: string }>`
      select rowid as number, words from ticket_words where rowid in (
        select value from json_each(${JSON.stringify(numbers)}))`.execute(db);
    return new Map(rows.map(({ number, words }) => [number, words]));
  },

  async isSound(db) {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check('ticket_words')`.execute(
      db,
    );
    return rows.length === 1 && rows[0]?.integrity_check === "ok";
  },

  number: sql<number>`ticket_words.rowid`,

  newest: (most, before) => sql`select rowid as number, ' ' || words || ' ' as words from ticket_words
    ${before === undefined ? sql`` : sql`where rowid < ${before}`} order by rowid desc limit ${most}`,

  besideTickets: sql`cross join (select rowid as number, ' ' || words || ' ' as words from ticket_words) as documents
    on documents.number = tickets.number`,

  documentMatches,

  matches: (expression) => sql<boolean>`ticket_words match ${spell(expression, FTS5)}`,
};

/** `newest` puts a space around every word. */
function documentMatches(expression: Expression): RawBuilder<boolean> {
  if ("word" in expression) {
    const { word, isPrefix } = expression;
    return sql<boolean>`instr(words, ${` ${word}${isPrefix ? "" : " "}`}) > 0`;
  }
  if ("these" in expression)
    return sql<boolean>`(${documentMatches(expression.these)} and not ${documentMatches(expression.without)})`;
  const [parts, between] = "all" in expression ? [expression.all, sql` and `] : [expression.any, sql` or `];
  return sql<boolean>`(${sql.join(parts.map(documentMatches), between)})`;
}

const FTS5 = {
  and: "AND",
  or: "OR",
  not: "NOT",
  word: (word: string, isPrefix: boolean) => `"${word}"${isPrefix ? "*" : ""}`,
};
