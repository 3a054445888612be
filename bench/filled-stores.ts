import { existsSync, mkdirSync, renameSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { connect, type Database } from "../src/store/database/database.ts";
import type { StoreDialect } from "../src/store/engines/dialect.ts";
import { postgres } from "../src/store/engines/postgres.ts";
import { sqlite } from "../src/store/engines/sqlite.ts";
import { openStoreOn, type Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { startPostgres } from "../test/support/postgres.ts";
import type { Engine } from "./seed-rows.ts";
import { seedStores } from "./seed-store.ts";

export interface Filled {
  readonly engine: Engine;
  readonly tickets: number;
  readonly store: Store;
  readonly database: Database;
}

/** Somewhere to keep the stores of one engine, by the number of their tickets. */
interface Shelf {
  has(tickets: number): Promise<boolean>;
  /** A new database that counts as filled only once it was `finished`. */
  begin(tickets: number): Promise<StoreDialect>;
  finish(tickets: number): Promise<void>;
  take(tickets: number): Promise<StoreDialect>;
  leave(): Promise<void>;
}

const MASTER_KEY = Buffer.alloc(32, 7);
const open = async (dialect: StoreDialect) => {
  const database = connect(dialect);
  const store = await openStoreOn(database, MASTER_KEY, { clock: { now: Date.now }, log: silentLog });
  return { database, store };
};

/**
 * Stores with so many tickets each, on both engines, filled where they are not there yet, for as long as `use` takes.
 * @param keep a folder that they stay in; without it, everything is thrown away.
 */
export async function withFilledStores(
  sizes: readonly number[],
  keep: string | undefined,
  use: (filled: readonly Filled[]) => Promise<void>,
): Promise<void> {
  const folder = keep ?? (await mkdtemp(join(tmpdir(), "beckon-bench-")));
  const shelves = [sqliteShelf(folder), await postgresShelf(folder)].filter((shelf) => shelf !== null);
  const filled: Filled[] = [];
  try {
    for (const tickets of sizes) await fillMissing(shelves, tickets);
    for (const shelf of shelves) {
      for (const tickets of sizes) {
        const opened = await open(await shelf.take(tickets));
        filled.push({ engine: opened.database.dialect.name, tickets, ...opened });
      }
    }
    await use(filled);
  } finally {
    for (const { store } of filled) await store.close();
    for (const shelf of shelves) await shelf.leave();
    if (keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function fillMissing(shelves: readonly Shelf[], tickets: number): Promise<void> {
  const missing: Shelf[] = [];
  for (const shelf of shelves) if (!(await shelf.has(tickets))) missing.push(shelf);
  if (missing.length === 0) return;
  const begun = performance.now();
  const opened = [];
  for (const shelf of missing) opened.push(await open(await shelf.begin(tickets)));
  await seedStores(
    opened.map(({ database }) => database),
    MASTER_KEY,
    tickets,
  );
  for (const { store } of opened) await store.close();
  for (const shelf of missing) await shelf.finish(tickets);
  const engines = opened.map(({ database }) => database.dialect.name).join(" and ");
  const ms = performance.now() - begun;
  console.log(
    `${engines}: ${tickets} tickets in ${(ms / 1000).toFixed(0)} s, ${(ms / tickets).toFixed(2)} ms each`,
  );
}

function sqliteShelf(folder: string): Shelf {
  mkdirSync(folder, { recursive: true });
  const file = (tickets: number) => join(folder, `${tickets}.sqlite`);
  const unfinished = (tickets: number) => join(folder, `${tickets}.filling.sqlite`);
  return {
    has: async (tickets) => existsSync(file(tickets)),
    async begin(tickets) {
      for (const end of ["", "-wal", "-shm"]) await rm(unfinished(tickets) + end, { force: true });
      return sqlite(unfinished(tickets));
    },
    finish: async (tickets) => renameSync(unfinished(tickets), file(tickets)),
    take: async (tickets) => sqlite(file(tickets)),
    leave: async () => {},
  };
}

async function postgresShelf(folder: string): Promise<Shelf | null> {
  const server = await startPostgres(join(folder, "postgres"));
  if (server === null) return null;
  const admin = new Client({ connectionString: `${server.url}/postgres` });
  await admin.connect();
  const at = (name: string) => postgres(`${server.url}/${name}`, silentLog);
  return {
    async has(tickets) {
      const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [
        `filled_${tickets}`,
      ]);
      return rowCount === 1;
    },
    async begin(tickets) {
      await admin.query(`drop database if exists filling_${tickets}`);
      await admin.query(`create database filling_${tickets}`);
      return at(`filling_${tickets}`);
    },
    async finish(tickets) {
      await admin.query(`alter database filling_${tickets} rename to filled_${tickets}`);
    },
    take: async (tickets) => at(`filled_${tickets}`),
    async leave() {
      await admin.end();
      await server.stop();
    },
  };
}
