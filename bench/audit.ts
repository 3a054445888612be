/**
 * How fast is `npm run audit -- verify`? Against bare SHA-256 over the same bytes, on SQLite. The story is told by the
 * store itself, so that bodies are as long and as sealed as in production.
 */
import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { silentLog } from "../src/log.ts";
import { systemClock } from "../src/ports/clock.ts";
import type { Broken } from "../src/ports/evidence.ts";
import { connect, type Database } from "../src/store/database.ts";
import { sqlite } from "../src/store/engines/sqlite.ts";
import { openStoreOn, type Store } from "../src/store/open-store.ts";
import { toldTicket, wholeStory } from "../test/store/stories.ts";
import { noted } from "../test/support/tickets.ts";
import { median } from "./load.ts";

const ROUNDS = 5;
const AT_ONCE = 50;
const NOTE = "Restarted the service and looked at the log; nothing there yet.";
/** As long as a session with its notes and checks is. */
const STORY = [
  ...wholeStory.slice(0, 5),
  ...Array.from({ length: 13 }, () => noted(6, NOTE)).flat(),
  ...wholeStory.slice(5),
];
/** The baseline's bytes are all in memory. */
const MOST_BARE = 200_000;

export async function benchAudit(events = 200_000): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-bench-audit-"));
  const database = connect(sqlite(join(folder, "beckon.sqlite")));
  const store = await openStoreOn(database, Buffer.alloc(32, 7), { clock: systemClock, log: silentLog });
  try {
    await fill(store, database, events);
    await store.evidence.anchor(Date.now());
    await measure(store, database);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(store: Store, database: Database, events: number): Promise<void> {
  await database.run((db) => sql`pragma synchronous = off`.execute(db));
  for (let told = 0; told < events; told += AT_ONCE * STORY.length) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => toldTicket(store, STORY)));
  }
}

async function measure(store: Store, database: Database): Promise<void> {
  const rows = await database.run((db) =>
    db.selectFrom("events").select(["prev_hash", "body"]).limit(MOST_BARE).execute(),
  );
  const bytes = rows.map(({ prev_hash, body }) => prev_hash + body);
  const rates = { bare: [] as number[], trail: [] as number[], everything: [] as number[] };
  let events = 0;
  for (let round = 0; round < ROUNDS; round++) {
    rates.bare.push(
      await perSecond(() => {
        for (const each of bytes) hash("sha256", each, "hex");
        return bytes.length;
      }),
    );
    for (const [name, trailOnly] of [
      ["trail", true],
      ["everything", false],
    ] as const) {
      rates[name].push(
        await perSecond(async () => {
          ({ events } = await store.evidence.verify({ trailOnly }, unexpected));
          return events;
        }),
      );
    }
  }
  const ratio = (name: "trail" | "everything") =>
    median(rates[name].map((rate, round) => rate / (rates.bare[round] ?? Number.NaN))).toFixed(2);
  const rate = (values: readonly number[]) => `${Math.round(median(values)).toLocaleString("en")} events/s`;
  const length = Math.round(bytes.reduce((sum, each) => sum + each.length, 0) / bytes.length);
  console.log(
    `verify against bare SHA-256, ${events.toLocaleString("en")} events of ${length} bytes on SQLite`,
  );
  console.log(`  bare SHA-256        ${rate(rates.bare)}`);
  console.log(`  chains and anchors  ${rate(rates.trail)}, ratio ${ratio("trail")}`);
  console.log(`  and projections     ${rate(rates.everything)}, ratio ${ratio("everything")}`);
  console.log(`  a million events    ${(1e6 / median(rates.trail)).toFixed(1)} s\n`);
}

function unexpected(broken: Broken): void {
  throw new Error(`a store that nobody touched is broken: ${JSON.stringify(broken)}`);
}

/** By processor time: a shared machine would otherwise measure its other users. */
async function perSecond(work: () => number | Promise<number>): Promise<number> {
  const begun = process.cpuUsage();
  const count = await work();
  const { user, system } = process.cpuUsage(begun);
  return (count * 1e6) / (user + system);
}
