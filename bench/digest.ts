/**
 * How long does a digest's week take to read and count, with how much history behind it? The week is the same in every
 * round, so that the ratio tells what the history costs.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TicketEvent } from "../src/domain/ticket/events.ts";
import { tally } from "../src/jobs/reports/tally.ts";
import { systemClock } from "../src/ports/clock.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { toldTicket, wholeStory } from "../test/store/stories.ts";
import { T0 } from "../test/support/tickets.ts";
import { quantile } from "./load.ts";

const WEEK = 7 * 24 * 60 * 60_000;
const IN_THE_WEEK = 500;
const AT_ONCE = 50;
const ROUNDS = 30;

/** On a store of its own, with so many sessions before the week. @param databaseUrl an empty PostgreSQL database */
export async function benchDigest(sessions = 10_000, databaseUrl?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-bench-digest-"));
  const where = databaseUrl === undefined ? { file: join(folder, "beckon.sqlite") } : { databaseUrl };
  const store = await openStore(
    { ...where, masterKey: Buffer.alloc(32, 7) },
    { clock: systemClock, log: silentLog },
  );
  try {
    await fill(store, sessions, -WEEK - 60 * 60_000);
    await fill(store, IN_THE_WEEK, 0);
    await timeDigest(store, sessions);
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

/** On a store that is filled already: the week from `from` on. */
export async function timeDigest(store: Store, sessions: number, from = T0 - 60_000): Promise<void> {
  const lengths: number[] = [];
  let live = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    const week = {
      events: await store.events(from, from + WEEK),
      sessions: await store.sessions(from, from + WEEK),
    };
    live = tally(week, null).sessions.live;
    lengths.push(performance.now() - begun);
  }
  const [half, most] = [quantile(lengths, 0.5), quantile(lengths, 0.99)].map((each) => each.toFixed(1));
  console.log(`digest of a week with ${live} sessions, ${sessions.toLocaleString("en")} before it`);
  console.log(`  median ${half} ms, p99 ${most} ms\n`);
}

/** Sessions of one story, spread over a week that begins so long after the story. */
async function fill(store: Store, count: number, shift: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, i) =>
      toldTicket(store, moved(shift + ((done + i) / count) * 0.9 * WEEK, done + i)),
    );
    await Promise.all(some);
  }
}

const DEVICE = "10000000-0000-4000-8000-";

/** Later, and on a device of its own: two sessions at once on one device cannot be. */
const moved = (by: number, number: number): TicketEvent[] =>
  JSON.parse(
    JSON.stringify(wholeStory, (key, value) =>
      ["at", "until", "endedAt", "answerBy", "leaseUntil"].includes(key) && typeof value === "number"
        ? Math.round(value + by)
        : value,
    ).replaceAll(`${DEVICE}000000000001`, `${DEVICE}${String(number).padStart(12, "0")}`),
  ) as TicketEvent[];
