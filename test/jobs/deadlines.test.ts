import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { createDeadlines } from "../../src/jobs/deadlines.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openStoreOn, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { toldTicket } from "../store/stories.ts";
import { sam } from "../support/people.ts";
import { at, claimed, opened } from "../support/tickets.ts";
import { address, deliveryOf, depsOn, hanging, keptLog, swift } from "./background.ts";

const SECOND = 1_000;
let now: number;
const clock = { now: () => now };
let database: Database;
let store: Store;
let delivery: ReturnType<typeof deliveryOf> | null;

beforeEach(async () => {
  now = at(60);
  delivery = null;
  database = connect(sqlite(":memory:"));
  store = await openStoreOn(database, Buffer.alloc(32, 1), { clock, log: silentLog });
  await store.remember(sam.id, { chat: address });
});
afterEach(async () => {
  await delivery?.stop();
  await store.close();
});

const status = async (id: TicketId) => (await store.read(id))?.status;
const nextDeadlineOf = (id: TicketId) =>
  database.query((db) =>
    db
      .selectFrom("tickets")
      .select(["next_deadline", "deadline_retry_at"])
      .where("id", "=", id)
      .executeTakeFirst(),
  );

/** Picked-up tickets whose end somebody without the key has altered: they cannot be read any more, from memory either. */
async function unreadable(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await toldTicket(store, [...opened(), ...claimed()], { nextDeadline: at(12) });
  }
  await database.query((db) => sql`update tickets set head_mac = ''`.execute(db));
}

test("deadlines act though every chat hangs and more tickets wait than can be under way", async () => {
  const stories = Array.from({ length: 120 }, () =>
    toldTicket(store, [...opened(), ...claimed()], { nextDeadline: at(12) }),
  );
  const tickets = await Promise.all(stories);
  const messenger = hanging();
  delivery = deliveryOf("ann", depsOn(store, clock, { messenger, background: messenger }));
  delivery.start();
  await vi.waitFor(
    async () => {
      const now = await Promise.all(tickets.map(({ id }) => store.read(id)));
      expect(now.filter((ticket) => ticket?.status === "open")).toHaveLength(120);
    },
    { timeout: 15_000, interval: 100 },
  );
  messenger.letGo();
});

describe("tickets that cannot be read", () => {
  test("keep no other deadline and no card waiting, and are told of once", async () => {
    await unreadable(120);
    const { id } = await toldTicket(store, [...opened(), ...claimed(3)], { nextDeadline: at(13) });
    const { log, logged } = keptLog();
    const messenger = swift();
    delivery = deliveryOf("ann", depsOn(store, clock, { messenger, background: messenger, log }));
    delivery.start();
    const toldOf = (name: string) => logged.filter((each) => each.name === name).map(({ ticket }) => ticket);
    await vi.waitFor(
      async () => {
        expect(await status(id)).toBe("open");
        expect(messenger.posts).toBeGreaterThan(0);
        expect(new Set(toldOf("deadline.failed")).size).toBe(120);
        expect(new Set(toldOf("delivery.failed")).size).toBe(120);
      },
      { timeout: 15_000, interval: 100 },
    );
    expect(logged.filter(({ ticket }) => ticket !== id && ticket !== undefined)).toHaveLength(240);
  });

  test("are tried again ever more seldom", async () => {
    await unreadable(1);
    const { log, logged } = keptLog();
    const deadlines = createDeadlines(depsOn(store, clock, { log }), () => {});
    const tried: number[] = [];
    const start = now;
    for (; now < start + 1800 * SECOND; now += SECOND) {
      const before = logged.length;
      await deadlines.runDue();
      if (logged.length > before) tried.push((now - start) / SECOND);
    }
    expect(tried).toEqual([0, 1, 6, 36, 156, 756, 1356]);
  });
});

describe("so many deadlines that cards give way", () => {
  test("are those that were not tried yet, and not those that failed", async () => {
    await unreadable(30);
    const deadlines = createDeadlines(depsOn(store, clock), () => {});
    await deadlines.runDue();
    expect(deadlines.isBehind()).toBe(true);
    now += SECOND;
    expect(await store.overdue(now, 100)).toHaveLength(30);
    await deadlines.runDue();
    expect(deadlines.isBehind()).toBe(false);
  });
});

describe("a deadline that comes too early", () => {
  test("brings nothing, is put right, and acts on time", async () => {
    const { id } = await toldTicket(store, [...opened(), ...claimed(2)], { nextDeadline: at(5) });
    const { log, logged } = keptLog();
    const deadlines = createDeadlines(depsOn(store, clock, { log }), () => {});
    now = at(5);
    expect(await deadlines.runDue()).toBe(0);
    expect(await nextDeadlineOf(id)).toEqual({ next_deadline: at(9), deadline_retry_at: 0 });
    now = at(12);
    expect(await deadlines.runDue()).toBe(1);
    expect([await status(id), logged]).toEqual(["open", []]);
  });
});
