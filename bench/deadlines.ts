import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DEFAULT_ELIGIBILITY_POLICY } from "../src/domain/eligibility/policy.ts";
import type { TicketEvent } from "../src/domain/ticket/events.ts";
import { evolve } from "../src/domain/ticket/evolve.ts";
import { personId, type TicketId } from "../src/domain/ticket/ids.ts";
import { person, personal } from "../src/domain/ticket/person.ts";
import { defaultPolicy, type Policy } from "../src/domain/ticket/policy.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";
import { createDelivery, type Delivery } from "../src/jobs/delivery.ts";
import { createScheduler, type Scheduler } from "../src/jobs/scheduler.ts";
import { type Clock, systemClock } from "../src/ports/clock.ts";
import type { Directory } from "../src/ports/directory.ts";
import type { Messenger } from "../src/ports/messenger.ts";
import { connect, type Database } from "../src/store/database/database.ts";
import { postgres } from "../src/store/engines/postgres.ts";
import { sqlite } from "../src/store/engines/sqlite.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { createRemoteHelp } from "../src/transports/remote-help.ts";
import { createDatabase, startPostgres } from "../test/support/postgres.ts";
import { quantile } from "./load.ts";

export interface Lateness {
  /** Deadlines that came during the measurement. */
  readonly fired: number;
  /** Milliseconds between a deadline and its event in the trail. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

export interface DeadlineOptions {
  readonly pending?: number;
  readonly perSecond?: number;
  readonly seconds?: number;
  readonly processes?: number;
}

/** Milliseconds that one ticket may take to be made, before the first deadline comes. */
const TO_MAKE_ONE = 12;
const AT_ONCE = 20;
/** What came at the very end is not counted: there was no time to answer it. */
const GRACE = 1_500;
const sam = person(personId("sam"), "Sam Sharma");
const hana = person(personId("hana"), "Hana Weber");

/** A messenger that takes everything at once: what is measured is the time until a deadline is a fact. */
const swift: Messenger = {
  post: async () => ({ activityId: "1" }),
  update: async () => {},
  say: async () => {},
  openPersonalChat: async () => address,
};
const address = { serviceUrl: "http://127.0.0.1", conversationId: "a:sam", tenantId: "t" };

/**
 * So many tickets whose claims lapse one after the other, at a steady rate; how late is each lapse in the trail?
 * All of them are pending while the first ones fire.
 */
export async function measureDeadlines(
  where: { readonly file: string } | { readonly databaseUrl: string },
  { pending = 10_000, perSecond = 25, seconds = 20, processes = 1 }: DeadlineOptions = {},
): Promise<Lateness> {
  const config = { ...where, masterKey: randomBytes(32) };
  const deps = { clock: systemClock, log: silentLog };
  const stores = await Promise.all(Array.from({ length: processes }, () => openStore(config, deps)));
  const database = connect("file" in where ? sqlite(where.file) : postgres(where.databaseUrl, silentLog));
  const [store] = stores;
  if (store === undefined) throw new Error("at least one process is needed");
  try {
    await store.remember(sam.id, { chat: address });
    await store.remember(hana.id, { chat: address });
    await store.rememberChannel({ ...address, conversationId: "19:helpdesk" });
    const first = Date.now() + pending * TO_MAKE_ONE;
    const deadlines = await fill(store, pending, (i) => Math.round(first + (i * 1_000) / perSecond));
    await database.query((db) => db.updateTable("tickets").set({ cards_version: 1_000 }).execute());
    if (Date.now() > first) throw new Error("the tickets took longer to make than was planned");
    const schedulers = stores.map((each, i) => deliveryOn(each, `worker-${i}`).scheduler);
    for (const scheduler of schedulers) scheduler.start();
    await wait(first - Date.now() + seconds * 1_000);
    const until = Date.now() - GRACE;
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
    return await lateness(database, deadlines, until);
  } finally {
    await Promise.all([database.close(), ...stores.map((each) => each.close())]);
  }
}

/** Tickets that were picked up; the claim of the i-th lapses at `lapsesAt(i)`. */
async function fill(
  store: Store,
  pending: number,
  lapsesAt: (i: number) => number,
): Promise<ReadonlyMap<TicketId, number>> {
  const deadlines = new Map<TicketId, number>();
  let next = 0;
  const lane = async () => {
    while (next < pending) {
      const leaseUntil = lapsesAt(next++);
      const id = await store.nextTicketId();
      const events = story(leaseUntil);
      const after = events.reduce<Ticket | null>((ticket, event) => evolve(ticket, id, event), null);
      if (after === null) throw new Error("a story begins with a ticket");
      await store.append({
        ticket: id,
        expectedVersion: 0,
        idempotencyKey: null,
        events,
        after,
        nextDeadline: leaseUntil,
      });
      deadlines.set(id, leaseUntil);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return deadlines;
}

const story = (leaseUntil: number): TicketEvent[] => [
  {
    type: "TicketOpened",
    sharer: sam,
    language: "en",
    urgency: "normal",
    subject: personal(sam.id, "VPN keeps dropping"),
    details: null,
    device: null,
    at: leaseUntil - 600_000,
    by: sam,
  } as TicketEvent,
  { type: "TicketClaimed", helper: hana, leaseUntil, at: leaseUntil - 600_000, by: hana },
];

interface Sending {
  readonly messenger: Messenger;
  readonly background: Messenger;
  readonly clock: Clock;
  readonly policy: Policy;
}

const AT_ONCE_TAKEN: Sending = {
  messenger: swift,
  background: swift,
  clock: systemClock,
  policy: defaultPolicy,
};

/** The delivery of one process on that store, as the composition root makes it, but without Graph. */
export function deliveryOn(
  store: Store,
  worker: string,
  { messenger, background, clock, policy }: Sending = AT_ONCE_TAKEN,
): { readonly scheduler: Scheduler; readonly delivery: Delivery } {
  const reader = { timeZone: "UTC", locale: "en-GB" };
  const scheduler = createScheduler(silentLog, clock.now);
  const delivery = createDelivery(worker, {
    scheduler,
    eligibility: DEFAULT_ELIGIBILITY_POLICY,
    helpdeskReached() {},
    store,
    deliveryStore: store,
    threads: store,
    addresses: store,
    clock,
    log: silentLog,
    messenger,
    background,
    policy,
    summaryTo: "helpers-manager",
    channelReader: reader,
    helpdesk: "19:helpdesk",
    tenantId: "t",
    transport: createRemoteHelp(),
    roster: { has: async () => false, personOf: async () => null },
    album: { photoOf: () => null, prepare: async () => {} },
    directory: { managerOf: async () => null } as unknown as Directory,
    installer: null,
    summaryFallback: null,
  });
  return { scheduler, delivery };
}

/** From the trail itself: the third event of each ticket is its lapse. */
async function lateness(
  database: Database,
  deadlines: ReadonlyMap<TicketId, number>,
  until: number,
): Promise<Lateness> {
  const lapses = await database.query((db) =>
    db.selectFrom("events").select(["ticket", "at"]).where("version", "=", 3).execute(),
  );
  const lapsedAt = new Map(lapses.map(({ ticket, at }) => [ticket, at]));
  const late = [...deadlines]
    .filter(([, deadline]) => deadline <= until)
    .map(([ticket, deadline]) => (lapsedAt.get(ticket) ?? Infinity) - deadline);
  return {
    fired: late.length,
    p50: quantile(late, 0.5),
    p99: quantile(late, 0.99),
    worst: Math.max(...late),
  };
}

const RATES = [25, 100];

/** How late 10,000 pending deadlines act, on a fresh SQLite file and on a fresh PostgreSQL. */
export async function benchDeadlines({ on }: { readonly on?: string } = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-deadlines-"));
  const server = await startPostgres();
  const url = server?.url;
  const places = {
    sqlite: async (rate: number) => ({ file: join(folder, `${rate}.sqlite`) }),
    ...(url !== undefined && { postgres: async () => ({ databaseUrl: await createDatabase(url) }) }),
  };
  try {
    for (const [name, place] of Object.entries(places)) {
      if (on !== undefined && on !== name) continue;
      for (const perSecond of RATES)
        tell(name, perSecond, await measureDeadlines(await place(perSecond), { perSecond }));
    }
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function tell(place: string, perSecond: number, late: Lateness): void {
  const figures = Object.entries(late).map(([what, ms]) => `${what} ${Math.round(ms)}`);
  console.log(`deadlines, 10,000 pending, ${perSecond} a second come due on ${place}: ${figures.join(", ")}`);
}
