import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Database } from "../src/store/database/database.ts";
import { useMasterKey } from "../src/store/events/master-keys.ts";
import { createSigner } from "../src/store/events/signer.ts";
import { insertRows, loadInBulk } from "./bulk-load.ts";
import { commonRows, type Recipe, type Row, type Rows, recipeFor, type Value } from "./seed-rows.ts";

/** Tickets in one transaction. */
const BATCH = 500;
const WORKERS = 2;

/**
 * Fills new databases with the same stories: the rows are made once, on other threads, by what the store's own writers
 * use, and go to all of the databases in the order of their numbers.
 */
export async function seedStores(
  databases: readonly Database[],
  masterKey: Buffer,
  tickets: number,
): Promise<void> {
  const masters = await Promise.all(databases.map((database) => useMasterKey(database, masterKey)));
  const master = masters[0]?.current;
  if (master === undefined) return;
  const recipe = recipeFor(tickets, master);
  const fill = async () => {
    const newest = new Map<Value, Row>();
    for await (const { people = [], ...rows } of made(recipe)) {
      for (const each of people) newest.set(each.person ?? null, each);
      await insertAll(databases, rows);
    }
    for (const database of databases) await database.query((db) => db.deleteFrom("counters").execute());
    const common = commonRows(recipe, createSigner(master.secret));
    await insertAll(databases, { ...common, people: [...newest.values()] });
  };
  await databases.reduce((inner, database) => () => loadInBulk(database, inner), fill)();
}

const insertAll = (databases: readonly Database[], rows: Rows) =>
  Promise.all(
    databases.map((database) => database.transaction((tx) => insertRows(tx, database.dialect.name, rows))),
  );

/** Each worker is asked for its next batch before its last one is written. */
async function* made(recipe: Recipe): AsyncGenerator<Rows> {
  const file = new URL("seed-worker.ts", import.meta.url);
  const workers = Array.from({ length: WORKERS }, () => new Worker(file, { workerData: recipe }));
  const ask = (batch: number): Promise<Rows> | null => {
    const worker = workers[batch % WORKERS];
    const from = batch * BATCH;
    if (worker === undefined || from >= recipe.tickets) return null;
    const answer = once(worker, "message").then(([rows]) => rows as Rows);
    worker.postMessage({ from, to: Math.min(recipe.tickets, from + BATCH) });
    return answer;
  };
  const asked = workers.map((_, batch) => ask(batch));
  for (let next = WORKERS; ; next++) {
    const rows = await asked.shift();
    if (rows === null || rows === undefined) break;
    asked.push(ask(next));
    yield rows;
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
}
