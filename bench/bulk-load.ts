import { CompiledQuery, type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../src/store/database/database.ts";
import type { Schema } from "../src/store/database/schema.ts";
import { blocksOf } from "../src/store/engines/postgres.ts";
import type { Engine, Row, Rows } from "./seed-rows.ts";

/** What a server is sent at once. */
const MOST_ROWS = 5_000;
/** A statement of its own for each length is prepared once. */
const ROWS_AT_ONCE = 50;

/** Many rows at once, past the query builder: it would take longer than the engines do. */
export async function insertRows(tx: Transaction<Schema>, engine: Engine, rows: Rows): Promise<void> {
  const into = engine === "sqlite" ? intoSqlite : intoPostgres;
  for (const [table, all] of Object.entries(rows)) {
    for (let from = 0; from < all.length; from += MOST_ROWS) {
      await into(tx, table, all.slice(from, from + MOST_ROWS));
    }
  }
}

async function intoSqlite(tx: Transaction<Schema>, table: string, rows: readonly Row[]): Promise<void> {
  const [first = {}] = rows;
  const names = Object.keys(first);
  const columns = names.map((name) => (table === "ticket_words" && name === "number" ? "rowid" : name));
  const row = `(${names.map(() => "?").join(", ")})`;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    const text = `insert into ${table} (${columns.join(", ")}) values ${some.map(() => row).join(", ")}`;
    await tx.executeQuery(CompiledQuery.raw(text, some.flatMap(Object.values)));
  }
}

/** As one JSON text: the server knows the types of its columns. */
async function intoPostgres(tx: Transaction<Schema>, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  const written = table === "ticket_words" ? rows.map(withBlocks) : rows;
  await tx.executeQuery(
    CompiledQuery.raw(
      `insert into ${table} (${columns})
        select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(written)],
    ),
  );
}

/** As the store writes the words of a ticket on PostgreSQL. */
const withBlocks = ({ number, words }: Row): Row => ({
  number: Number(number),
  words: `${words} ${blocksOf(Number(number)).join(" ")}`,
});

const INDEXES: Readonly<Record<Engine, string>> = {
  sqlite: "select name, sql as text from sqlite_master where type = 'index' and sql is not null",
  postgres: `select indexname as name, indexdef as text from pg_indexes where schemaname = 'public'
    and tablename not like 'kysely%'
    and not exists (select 1 from pg_constraint where conname = indexname)`,
};
/** Only what a killed bench would lose. */
const HURRY: Readonly<Record<Engine, readonly string[]>> = {
  sqlite: ["pragma synchronous = off", "pragma wal_autocheckpoint = 50000", "pragma cache_size = -500000"],
  postgres: ["set statement_timeout = 0", "set maintenance_work_mem = '1GB'"],
};
/** What the server does by itself in time, and the settings of its tests leave out. */
const SETTLE: Readonly<Record<Engine, readonly string[]>> = {
  sqlite: ["pragma wal_checkpoint(truncate)"],
  postgres: ["vacuum analyze"],
};

/** Fills a database whose indexes are built once everything is there. */
export async function loadInBulk(database: Database, fill: () => Promise<void>): Promise<void> {
  const engine = database.dialect.name;
  const indexes = await hurrying(database, async (db) => {
    const { rows } = await sql.raw<{ name: string; text: string }>(INDEXES[engine]).execute(db);
    for (const { name } of rows) await sql.raw(`drop index ${name}`).execute(db);
    return rows;
  });
  await fill();
  await hurrying(database, async (db) => {
    for (const { text } of indexes) await sql.raw(text).execute(db);
    for (const text of SETTLE[engine]) await sql.raw(text).execute(db);
  });
}

/** All on one connection, which is where the settings stay. */
const hurrying = <Result>(database: Database, work: (db: Kysely<Schema>) => Promise<Result>) =>
  database.query((db) =>
    db.connection().execute(async (connection) => {
      for (const text of HURRY[database.dialect.name]) await sql.raw(text).execute(connection);
      return await work(connection);
    }),
  );
