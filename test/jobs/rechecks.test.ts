import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { nextDeadline } from "../../src/domain/ticket/deadlines.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { deviceId, type TicketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { DirectoryUnavailable } from "../../src/ports/directory.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { tell, toldTicket } from "../store/stories.ts";
import { sam } from "../support/people.ts";
import { allowed, at, claimed, escalationAsked, opened, ticketAfter, viewAsked } from "../support/tickets.ts";
import { address, deliveryOf, depsOn, swift } from "./background.ts";

let now: number;
let store: Store;
let processes: ReturnType<typeof deliveryOf>[];
const clock = { now: () => now };

beforeEach(async () => {
  now = at(4);
  processes = [];
  store = await openStore({ file: ":memory:", masterKey: Buffer.alloc(32, 1) }, { clock, log: silentLog });
  await store.remember(sam.id, { chat: address });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(processes.map((each) => each.stop()));
  await store.close();
});

/** A directory whose questions fail once the test releases them. */
function graph() {
  const open: (() => void)[] = [];
  const seen = { asked: 0, atOnce: 0, most: 0 };
  async function facts(): Promise<never> {
    const { promise, resolve } = Promise.withResolvers<void>();
    open.push(resolve);
    seen.asked += 1;
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    await promise;
    seen.atOnce -= 1;
    throw new DirectoryUnavailable("Graph is silent");
  }
  const answer = () => {
    for (const each of open.splice(0)) each();
  };
  return { seen, answer, facts };
}

function processWith(facts: () => Promise<never>, messenger = swift()): ReturnType<typeof deliveryOf> {
  const directory = { managerOf: async () => null, facts };
  const begun = deliveryOf(
    `process-${processes.length}`,
    depsOn(store, clock, { directory, messenger, background: messenger }),
  );
  processes.push(begun);
  return begun;
}

const { recheck } = defaultPolicy;
/** View since minute 4, checked every two minutes; a device for each, because a device is in one session only. */
function live(n = 0): TicketEvent[] {
  const asked = viewAsked(3).map((event) =>
    event.type === "ViewAsked"
      ? {
          ...event,
          recheck,
          device: { ...event.device, id: deviceId(`10000000-0000-4000-8000-${1e11 + n}`) },
        }
      : event,
  );
  return [...opened(), ...claimed(), ...asked, ...allowed(4)];
}

const told = (events: readonly TicketEvent[]) =>
  toldTicket(store, events, { nextDeadline: nextDeadline(ticketAfter(events), defaultPolicy) });

const types = async (ticket: TicketId) => (await store.trail(ticket)).map(({ event }) => event.type);

describe("many sessions whose check came due while no process was alive", () => {
  test("are all checked, and cards go out meanwhile", async () => {
    for (let n = 0; n < 30; n++) await told(live(n));
    now = at(6.5);
    const { seen, facts, answer } = graph();
    const answering = setInterval(answer, 5);
    const messenger = swift();
    processWith(facts, messenger).start();
    try {
      await vi.waitFor(() => expect(seen.asked).toBe(30), { timeout: 10_000 });
      await vi.waitFor(() => expect(messenger.posts).toBeGreaterThanOrEqual(30), { timeout: 10_000 });
    } finally {
      clearInterval(answering);
      answer();
    }
  });
});

describe("a check that was cut off", () => {
  test("holds up no deadline after it, and is made by another process", async () => {
    const before = await told(live());
    const question = escalationAsked(5, { answerBy: at(7) });
    const after = ticketAfter(live(), question);
    await tell(store, before.id, question, {
      before,
      nextDeadline: nextDeadline(after, defaultPolicy),
    });
    const [cutOff, other] = [graph(), graph()];
    now = at(6.99);
    const dying = processWith(cutOff.facts).runDue();
    await vi.waitFor(() => expect(cutOff.seen.asked).toBe(1));
    now = at(7);
    const alive = processWith(other.facts);
    expect(await alive.runDue()).toBeGreaterThan(0);
    expect(await types(before.id)).toContain("AskLapsed");
    expect(other.seen.asked).toBe(0);
    now = at(7.5);
    const checking = alive.runDue();
    await vi.waitFor(() => expect(other.seen.asked).toBe(1));
    other.answer();
    cutOff.answer();
    await Promise.all([checking, dying]);
  });
});

describe("hints that the conditions of a session changed", () => {
  test("come together: one check at a time, and one more for what a running one may not have seen", async () => {
    const { id } = await told(live());
    const { seen, facts, answer } = graph();
    const checked = processWith(facts);
    checked.recheck(id);
    await vi.waitFor(() => expect(seen.asked).toBe(1));
    for (let hints = 0; hints < 3; hints++) checked.recheck(id);
    await store.read(id);
    expect(seen.asked).toBe(1);
    answer();
    await vi.waitFor(() => expect(seen.asked).toBe(2));
    answer();
    await checked.runDue();
    expect(seen).toEqual({ asked: 2, atOnce: 0, most: 1 });
    expect((await types(id)).filter((type) => type === "SessionUnverified")).toHaveLength(2);
  });
});

describe("a process that stops", () => {
  test("waits eight seconds for a check that Graph does not answer, and no longer", async () => {
    const { id } = await told(live());
    const { seen, facts, answer } = graph();
    const checked = processWith(facts);
    checked.recheck(id);
    await vi.waitFor(() => expect(seen.asked).toBe(1));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let isStopped = false;
    const stopping = checked.stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(7_999);
    expect(isStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await stopping;
    vi.useRealTimers();
    answer();
  });
});
