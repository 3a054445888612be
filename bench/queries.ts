/**
 * `node bench/queries.ts [tickets]`: what people ask of the store, at ten thousand tickets and at many more. The promise
 * is that a hundred times as many cost at most twice the time.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { silentLog } from "../src/log.ts";
import type { Sight } from "../src/ports/ticket-search.ts";
import { connect } from "../src/store/database.ts";
import { postgres } from "../src/store/engines/postgres.ts";
import { sqlite } from "../src/store/engines/sqlite.ts";
import { useMasterKey } from "../src/store/keys/master-key.ts";
import { createKeyring } from "../src/store/keys/person-keys.ts";
import { openStoreOn, type Store } from "../src/store/open-store.ts";
import { createDatabase, startPostgres } from "../test/support/postgres.ts";
import { median, quantile } from "./load.ts";
import { seedStore } from "./seed-store.ts";
import { helperAt, sharerAt, sharers, storiesFor, wordAt } from "./stories.ts";

const SMALL = 10_000;
const DEFAULT_TICKETS = 100_000;
const ROUNDS = 5;
const QUERIES = 200;

interface Filled {
  readonly store: Store;
  readonly tickets: number;
}
type Query = (filled: Filled, chance: number) => Promise<unknown>;

const lead: Sight = { kind: "lead", person: helperAt(0).id };
const someone = ({ tickets }: Filled, chance: number) => sharerAt(Math.floor(chance * sharers(tickets))).id;
const rare = ({ tickets }: Filled, chance: number) => `unique${Math.floor((chance * tickets) / 20)}`;

/** `chance` is between 0 and 1 and differs from call to call. */
const QUESTIONS: Readonly<Record<string, Query>> = {
  "open tickets of a person": (filled, chance) => filled.store.openTicketsOf(someone(filled, chance)),
  "history of a person": (filled, chance) => filled.store.ticketsOf(someone(filled, chance), 10),
  "sessions on a person's devices": (filled, chance) =>
    filled.store.diaryOf(someone(filled, chance), { limit: 5 }),
  "one word, rare": (filled, chance) =>
    filled.store.search({ sight: lead, words: `${rare(filled, chance)} `, limit: 25 }),
  "one word, any": ({ store }, chance) => store.search({ sight: lead, words: wordAt(chance), limit: 25 }),
  "two words": ({ store }, chance) =>
    store.search({ sight: lead, words: `${wordAt(chance)} ${wordAt((chance * 7) % 1)}`, limit: 25 }),
  "a word, as its helper": ({ store }, chance) => {
    const sight = { kind: "helper", person: helperAt(Math.floor(chance * 50)).id } as const;
    return store.search({ sight, words: wordAt(chance), limit: 25 });
  },
  "a word, as its sharer": (filled, chance) => {
    const sight = { kind: "own", person: someone(filled, chance) } as const;
    return filled.store.search({ sight, words: wordAt(chance), limit: 25 });
  },
  "a person by name": (filled, chance) =>
    filled.store.search({
      sight: lead,
      person: `sharer${Math.floor(chance * sharers(filled.tickets))}`,
      limit: 25,
    }),
};

/** Prints p50 and p99 of each question at both sizes, and the ratio of each; rounds alternate between the sizes. */
export async function compareQueries(tickets = DEFAULT_TICKETS): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-queries-"));
  const server = await startPostgres();
  const places = {
    sqlite: async (size: number) => sqlite(join(folder, `${size}.sqlite`)),
    postgres: async () => postgres(await createDatabase(server?.url ?? ""), silentLog),
  };
  try {
    for (const [name, dialectFor] of Object.entries(places)) {
      if (name === "postgres" && server === null) continue;
      const filled: Filled[] = [];
      for (const size of [SMALL, tickets]) filled.push(await fill(await dialectFor(size), size));
      console.log(`\n${name}: ${SMALL} and ${tickets} tickets`);
      for (const [question, query] of Object.entries(QUESTIONS)) {
        console.log(`  ${question.padEnd(32)} ${await compare(filled, query)}`);
      }
      for (const { store } of filled) await store.close();
    }
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(dialect: ReturnType<typeof sqlite>, tickets: number): Promise<Filled> {
  const begun = performance.now();
  const database = connect(dialect);
  const masterKey = randomBytes(32);
  const store = await openStoreOn(database, masterKey, { clock: { now: () => 0 }, log: silentLog });
  const keyring = createKeyring(database, await useMasterKey(database, masterKey));
  await seedStore(database, keyring, storiesFor(tickets));
  // What the server does by itself, and its test settings leave out.
  if (dialect.name === "postgres") await database.run((db) => sql`analyze`.execute(db));
  console.log(`${dialect.name}: ${tickets} tickets in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return { store, tickets };
}

async function compare(filled: readonly Filled[], query: Query): Promise<string> {
  const times = filled.map((): number[] => []);
  for (const each of filled) await round(each, query, -1);
  for (let i = 0; i < ROUNDS; i++) {
    for (const [at, each] of filled.entries()) times[at]?.push(...(await round(each, query, i)));
  }
  const [small = [], large = []] = times;
  const ms = (values: readonly number[]) =>
    `p50 ${median(values).toFixed(3)} p99 ${quantile(values, 0.99).toFixed(3)} ms`;
  const ratio = (q: number) => (quantile(large, q) / quantile(small, q)).toFixed(2);
  return `${ms(small)} | ${ms(large)} | ratio p50 ${ratio(0.5)} p99 ${ratio(0.99)}`;
}

async function round(filled: Filled, query: Query, number: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < QUERIES; i++) {
    const chance = ((i + (number + 2) * QUERIES) * 0.618_033_988_7) % 1;
    const start = performance.now();
    await query(filled, chance);
    times.push(performance.now() - start);
  }
  return times;
}

if (import.meta.main) await compareQueries(Number(process.argv[2] ?? DEFAULT_TICKETS));
