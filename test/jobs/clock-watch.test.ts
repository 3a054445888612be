import { sql } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deviceId, type TicketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { createClockWatch } from "../../src/jobs/clock-watch.ts";
import { createScheduler } from "../../src/jobs/scheduler.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openStoreOn, type Store } from "../../src/store/open-store.ts";
import { createLog, silentLog } from "../../src/telemetry/log.ts";
import { toldTicket } from "../store/stories.ts";
import { samsLaptop } from "../support/people.ts";
import { allowed, at, claimed, opened, viewAsked } from "../support/tickets.ts";

const HOUR = 60 * 60_000;
let now: number;
/** How far this machine is ahead of the store. */
let ahead: number;
let heard: number[];
let lines: { readonly name: string; readonly [field: string]: unknown }[];
let woken: TicketId[];
let database: Database;
let store: Store;
const clock = { now: () => now };

beforeEach(async () => {
  [now, ahead, heard, lines, woken] = [at(5), 0, [], [], []];
  database = connect(sqlite(":memory:"));
  store = await openStoreOn(database, Buffer.alloc(32, 1), { clock, log: silentLog });
});
afterEach(() => store.close());

const watch = (commonTime = async () => now, scheduler = createScheduler(silentLog)) =>
  createClockWatch(
    {
      store,
      deliveryStore: store,
      clock,
      commonTime,
      scheduler,
      policy: defaultPolicy,
      own: { now: () => now + ahead },
      hear: (time) => heard.push(time),
      log: createLog((line) => lines.push(JSON.parse(line))),
    },
    ({ id }) => woken.push(id),
  );

/** Sessions on devices of their own. */
async function live(count: number): Promise<TicketId[]> {
  const tickets: TicketId[] = [];
  for (let i = 0; i < count; i++) {
    const device = { ...samsLaptop, id: deviceId(`laptop ${i}`) };
    const asked = viewAsked().map((event) => ({ ...event, device }));
    const story = [...opened({ device }), ...claimed(), ...asked, ...allowed(4)];
    tickets.push((await toldTicket(store, story)).id);
  }
  return tickets;
}
const causes = (tickets: readonly TicketId[]) =>
  Promise.all(tickets.map(async (id) => (await store.read(id))?.past.at(-1)?.cause ?? null));

test("clocks that agree are not spoken of, and the common time is heard at every look", async () => {
  const clocks = watch();
  await clocks.look();
  now += 30_000;
  await clocks.look();
  expect(lines).toEqual([]);
  expect(heard).toEqual([at(5), at(5.5)]);
});

test.each([-HOUR, HOUR])("a clock that is wrong by %d ms is told once, until it changes", async (wrongBy) => {
  const clocks = watch();
  ahead = wrongBy;
  await clocks.look();
  await clocks.look();
  expect(lines).toMatchObject([{ level: "error", name: "clock.skewed", aheadMs: wrongBy }]);
  ahead = 0;
  await clocks.look();
  ahead = wrongBy / 2;
  await clocks.look();
  expect(lines.map(({ aheadMs }) => aheadMs)).toEqual([wrongBy, wrongBy / 2]);
});

test("a store that answers slowly is not taken for a wrong clock", async () => {
  const slow = async () => {
    now += 5_000;
    const time = now;
    now += 5_000;
    return time;
  };
  await watch(slow).look();
  expect(lines).toEqual([]);
});

test("sessions from a clock that was ahead are ended, though one of them cannot be read", async () => {
  const [broken, ...others] = await live(3);
  await database.query((db) => sql`update tickets set head_mac = '' where id = ${broken}`.execute(db));
  now = at(4) - HOUR;
  await watch().look();
  expect(await causes(others)).toEqual(["clock-in-doubt", "clock-in-doubt"]);
  expect(woken).toEqual(others);
  expect(lines.map(({ name, ticket }) => [name, ticket])).toEqual([
    ["clock.failed", broken],
    ...others.map((ticket) => ["clock.session-ended", ticket]),
  ]);
});

test("a session that is only seconds ahead goes on", async () => {
  const sessions = await live(1);
  now = at(4) - 30_000;
  await watch().look();
  expect(await causes(sessions)).toEqual([null]);
});

test("a store that is away is told, and the next look goes on", async () => {
  const sessions = await live(1);
  now = at(4) - HOUR;
  await watch(() => Promise.reject(new Error("away"))).look();
  expect(lines.map(({ name }) => name)).toEqual(["clock.failed", "clock.session-ended"]);
  expect(await causes(sessions)).toEqual(["clock-in-doubt"]);
});

test("it looks every half a minute, until it is stopped", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let looks = 0;
  const scheduler = createScheduler(silentLog);
  watch(async () => {
    looks += 1;
    return now;
  }, scheduler);
  scheduler.start();
  await vi.advanceTimersByTimeAsync(29_999);
  expect(looks).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(looks).toBe(2);
  await scheduler.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toBe(2);
  vi.useRealTimers();
});
