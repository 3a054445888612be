import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anchorTrail } from "../../src/jobs/anchor-trail.ts";
import { createScheduler } from "../../src/jobs/scheduler.ts";
import { createSchedules, type Schedule } from "../../src/jobs/schedules.ts";
import type { Message, Messenger } from "../../src/ports/messenger.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { type Fields, type Log, silentLog } from "../../src/telemetry/log.ts";
import { toldTicket, wholeStory } from "../store/stories.ts";
import { inBerlin } from "../support/people.ts";

const HOUR = 60 * 60_000;
/** Noon in Berlin, an hour ahead of UTC. */
const NOON = Date.UTC(2026, 10, 24, 11);

let now: number;
let store: Store;
let logged: string[];
const clock = { now: () => now };
const log: Log = { ...silentLog, warn: (name) => logged.push(name), error: (name) => logged.push(name) };

beforeEach(async () => {
  now = NOON;
  logged = [];
  store = await openStore({ file: ":memory:", masterKey: Buffer.alloc(32, 7) }, { clock, log: silentLog });
});
afterEach(() => store.close());

function schedulesOf(schedules: readonly Schedule[], worker = "one") {
  const scheduler = createScheduler(log);
  const deps = { scheduleStore: store, scheduler, clock, log, timeZone: "Europe/Berlin", worker };
  const created = createSchedules(schedules, deps);
  return { ...created, start: () => scheduler.start(), stop: () => scheduler.stop() };
}

function nightly(): Schedule & { readonly runs: number[] } {
  const runs: number[] = [];
  return { name: "nightly", cron: "0 2 * * *", runs, run: async (dueAt) => void runs.push(dueAt) };
}
const TWO_AT_NIGHT = NOON + 14 * HOUR;

describe("recurring work", () => {
  test("is done when it is due by the clock of the helpdesk, and not before", async () => {
    const work = nightly();
    const schedules = schedulesOf([work]);
    await schedules.runDue();
    now = TWO_AT_NIGHT - 1;
    await schedules.runDue();
    expect(work.runs).toEqual([]);
    now = TWO_AT_NIGHT;
    expect(await schedules.runDue()).toBe(1);
    expect(await schedules.runDue()).toBe(0);
    expect(work.runs).toEqual([TWO_AT_NIGHT]);
  });

  test("that was missed while no process was alive is done once, by the next one", async () => {
    await schedulesOf([nightly()]).runDue();
    now = NOON + 5 * 24 * HOUR;
    const work = nightly();
    const next = schedulesOf([work], "two");
    await next.runDue();
    await next.runDue();
    expect(work.runs).toEqual([TWO_AT_NIGHT]);
    now = TWO_AT_NIGHT + 5 * 24 * HOUR;
    await next.runDue();
    expect(work.runs).toEqual([TWO_AT_NIGHT, now]);
  });

  test("that was missed several times learns of the first time and of the last", async () => {
    const told: number[][] = [];
    const work = { ...nightly(), run: async (...moments: number[]) => void told.push(moments) };
    await schedulesOf([work]).runDue();
    now = NOON + 5 * 24 * HOUR;
    await schedulesOf([work], "two").runDue();
    now = TWO_AT_NIGHT + 5 * 24 * HOUR;
    await schedulesOf([work], "three").runDue();
    expect(told).toEqual([
      [TWO_AT_NIGHT, TWO_AT_NIGHT + 4 * 24 * HOUR],
      [now, now],
    ]);
  });

  test("is done by one of several processes", async () => {
    const work = nightly();
    const processes = ["one", "two", "three"].map((worker) => schedulesOf([work], worker));
    for (const each of processes) await each.runDue();
    now = TWO_AT_NIGHT;
    await Promise.all(processes.map((each) => each.runDue()));
    expect(work.runs).toHaveLength(1);
  });

  test("that fails is tried again later, and told; other work is not kept from it", async () => {
    let tries = 0;
    const failing: Schedule = {
      name: "failing",
      cron: "0 2 * * *",
      run: async () => {
        if (++tries === 1) throw new Error("not now");
      },
    };
    const work = nightly();
    const schedules = schedulesOf([failing, work]);
    await schedules.runDue();
    now = TWO_AT_NIGHT;
    await schedules.runDue();
    expect([tries, work.runs.length]).toEqual([1, 1]);
    expect(logged).toEqual(["schedule.failed"]);
    await schedules.runDue();
    expect(tries).toBe(1);
    now += HOUR;
    await schedules.runDue();
    expect([tries, work.runs.length]).toEqual([2, 1]);
  });

  test("that is hastened is done before its time, once, and keeps to its expression after that", async () => {
    const work = nightly();
    const processes = ["one", "two"].map((worker) => schedulesOf([work], worker));
    for (const each of processes) await each.runDue();
    await processes[0]?.hasten("nightly");
    for (const each of processes) await each.runDue();
    expect(work.runs).toEqual([NOON]);
    now = TWO_AT_NIGHT;
    for (const each of processes) await each.runDue();
    expect(work.runs).toEqual([NOON, TWO_AT_NIGHT]);
  });

  test("that belongs to every start is done at once by each process that starts", async () => {
    const work = { ...nightly(), atStart: true } as const;
    await schedulesOf([work]).runDue();
    expect(work.runs).toEqual([NOON]);
    now += HOUR;
    await schedulesOf([work], "two").runDue();
    expect(work.runs).toEqual([NOON, now]);
  });

  test("that is hastened while Beckon runs does not wait for the next look", async () => {
    const done = Promise.withResolvers<void>();
    const work = { ...nightly(), run: async () => done.resolve() };
    const schedules = schedulesOf([work]);
    await schedules.runDue();
    schedules.start();
    await schedules.hasten("nightly");
    await done.promise;
    await schedules.stop();
  });

  test("whose expression was changed keeps to the new one", async () => {
    await schedulesOf([nightly()]).runDue();
    const work = { ...nightly(), cron: "0 13 * * *" };
    const schedules = schedulesOf([work]);
    await schedules.runDue();
    now = NOON + HOUR;
    expect(await schedules.runDue()).toBe(1);
  });
});

describe("the daily anchor", () => {
  const posts: Message[] = [];
  let isDown: boolean;
  const messenger: Messenger = {
    async post(_, message) {
      if (isDown) throw new Error("Teams is down");
      posts.push(message);
      return { activityId: "1" };
    },
    update: () => Promise.reject(new Error("an anchor is never updated")),
    say: () => Promise.reject(new Error("an anchor is a card")),
    openPersonalChat: () => Promise.reject(new Error("an anchor goes to a channel")),
  };
  const AUDIT = "19:audit@thread.tacv2";

  async function night(auditChannel: string | null): Promise<void> {
    const deps = { evidence: store.evidence, addresses: store, messenger, clock, reader: inBerlin };
    const fields: Fields[] = [];
    const schedules = schedulesOf([
      anchorTrail({
        ...deps,
        auditChannel,
        log: { ...log, info: (_, given = {}) => void fields.push(given) },
      }),
    ]);
    await schedules.runDue();
    now = Math.max(now, TWO_AT_NIGHT + HOUR);
    await schedules.runDue();
  }

  beforeEach(async () => {
    posts.length = 0;
    isDown = false;
    await toldTicket(store, wholeStory);
    await store.rememberChannel({ serviceUrl: "https://smba", conversationId: AUDIT, tenantId: "t" });
  });

  test("is kept when there is no audit channel", async () => {
    await night(null);
    expect(await store.evidence.newestAnchor()).toMatchObject({ number: 1, heads: 1, posted: false });
    expect(posts).toEqual([]);
  });

  test("is told in the audit channel: date, count, hash and root", async () => {
    await night(AUDIT);
    const anchor = await store.evidence.newestAnchor();
    expect(anchor?.posted).toBe(true);
    const card = JSON.stringify(posts[0]?.card);
    for (const told of [
      "Anchor 1 of the audit trail",
      "25 Nov 2026",
      "1 ticket",
      anchor?.hash,
      anchor?.root,
    ]) {
      expect(card).toContain(told);
    }
    expect(posts).toHaveLength(1);
  });

  test("that could not be told is told later, and no second one is made for it", async () => {
    isDown = true;
    await night(AUDIT);
    isDown = false;
    now += HOUR;
    await night(AUDIT);
    expect(posts).toHaveLength(1);
    expect(await store.evidence.anchors()).toHaveLength(1);
  });

  test("is kept, with a warning, while Beckon is not in the audit channel", async () => {
    await night("19:elsewhere@thread.tacv2");
    expect(await store.evidence.anchors()).toHaveLength(1);
    expect(logged).toEqual(["anchor.channel-unknown"]);
  });
});

describe("a process that stops", () => {
  test("waits eight seconds for work that hangs, and no longer", async () => {
    const hangs = Promise.withResolvers<void>();
    let isUnderWay = false;
    const schedules = schedulesOf([
      {
        ...nightly(),
        atStart: true,
        async run() {
          isUnderWay = true;
          await hangs.promise;
        },
      },
    ]);
    schedules.start();
    await vi.waitFor(() => expect(isUnderWay).toBe(true));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let isStopped = false;
    const stopping = schedules.stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(7_999);
    expect(isStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await stopping;
    vi.useRealTimers();
    hangs.resolve();
  });
});
