import { afterEach, describe, expect, inject, test } from "vitest";
import { QUICK, type Question } from "../../bench/questions.ts";
import { seedStores } from "../../bench/seed-store.ts";
import { storyAt } from "../../bench/stories.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import type { StoreDialect } from "../../src/store/engines/dialect.ts";
import { postgres } from "../../src/store/engines/postgres.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openStoreOn, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { tell } from "../store/stories.ts";
import { createDatabase } from "../support/postgres.ts";

const server = inject("postgresServer");
const MASTER_KEY = Buffer.alloc(32, 7);
const TICKETS = 80;
/** Values between 0 and 1 by which a question chooses what it asks for. */
const CHANCES = [0.02, 0.31, 0.62, 0.93];

const opened: Store[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

async function open(dialect: StoreDialect): Promise<{ store: Store; database: Database }> {
  const database = connect(dialect);
  const store = await openStoreOn(database, MASTER_KEY, { clock: { now: Date.now }, log: silentLog });
  opened.push(store);
  return { store, database };
}

const answers = async (store: Store, database: Database) => {
  const filled = { store, database, engine: database.dialect.name, tickets: TICKETS };
  const ask = (question: Question) => Promise.all(CHANCES.map((chance) => question(filled, chance)));
  const all = await Promise.all(
    Object.entries(QUICK).map(async ([name, question]) => [name, await ask(question)] as const),
  );
  return Object.fromEntries(all);
};

/** Filled as people fill it: one append after the other. */
async function toldOneByOne(): Promise<Awaited<ReturnType<typeof open>>> {
  const { store, database } = await open(sqlite(":memory:"));
  for (let n = 0; n < TICKETS; n++) {
    const { ticket, events } = storyAt(n, TICKETS);
    expect((await tell(store, ticket, events)).kind).toBe("appended");
  }
  return { store, database };
}

describe.each([
  ["SQLite", async () => sqlite(":memory:")],
  ["PostgreSQL", async () => postgres(await createDatabase(server ?? ""), silentLog)],
] as const)("a store on %s that is filled in bulk", (name, place) => {
  test.skipIf(name === "PostgreSQL" && server === null)(
    "answers as one that was told each ticket, and verifies",
    async () => {
      const bulk = await open(await place());
      await seedStores([bulk.database], MASTER_KEY, TICKETS);
      const broken: unknown[] = [];
      const tally = await bulk.store.evidence.verify({}, (each) => broken.push(each));
      expect({ broken, tickets: tally.tickets }).toEqual({ broken: [], tickets: TICKETS });

      const told = await toldOneByOne();
      const found = await answers(bulk.store, bulk.database);
      expect(found).toEqual(await answers(told.store, told.database));
      expect(found["a rare word"]?.some((page) => JSON.stringify(page).includes("BK-"))).toBe(true);
      expect(await bulk.store.nextTicketId()).toBe(`BK-${1001 + TICKETS}`);
    },
  );
});
