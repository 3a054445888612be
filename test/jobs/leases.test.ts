import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import type { DeliveryStore } from "../../src/ports/delivery-store.ts";
import { StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { tell, toldTicket } from "../store/stories.ts";
import { sam } from "../support/people.ts";
import { at, noted, opened } from "../support/tickets.ts";
import { address, deliveryOf, depsOn, hanging, swift } from "./background.ts";

let now: number;
const clock = { now: () => now };
let store: Store;
let delivery: ReturnType<typeof deliveryOf>;
let messenger: ReturnType<typeof hanging>;

beforeEach(async () => {
  now = at(60);
  messenger = hanging();
  store = await openStore({ file: ":memory:", masterKey: Buffer.alloc(32, 1) }, { clock, log: silentLog });
  await store.remember(sam.id, { chat: address });
});
afterEach(async () => {
  messenger.letGo();
  await delivery.stop();
  await store.close();
});

/** Counts how often a ticket begins to be looked after. */
function counting() {
  const seen = { looks: 0 };
  const prepare = async () => {
    seen.looks += 1;
  };
  return { seen, album: { photoOf: () => null, prepare } };
}

const startWith = (change: Partial<DeliveryStore>, album: object) => {
  const deliveryStore = { ...store, ...change };
  const chats = { messenger, background: messenger };
  delivery = deliveryOf("ann", depsOn(store, clock, { deliveryStore, album, ...chats }));
  delivery.start();
};

test("a process that stops gives its tickets back at once", async () => {
  const { id } = await toldTicket(store, opened());
  delivery = deliveryOf("ann", depsOn(store, clock, { messenger, background: messenger }));
  delivery.wake(id);
  await vi.waitFor(async () => expect(await store.lease(id, "ben", at(60), at(61))).toBeNull());
  messenger.letGo();
  await delivery.stop();
  expect(await store.lease(id, "ben", at(60), at(61))).not.toBeNull();
});

describe("a ticket that the worker's own poll leases", () => {
  const quick = swift();
  const start = (deliveryStore: DeliveryStore, album = counting().album) => {
    const chats = { messenger: quick, background: quick };
    delivery = deliveryOf("ann", depsOn(store, clock, { deliveryStore, album, ...chats }));
  };
  const isFree = (id: TicketId) =>
    vi.waitFor(async () => expect(await store.lease(id, "ben", now, now + 1)).not.toBeNull());

  test("between a wake-up and its lease is looked after at once, and not when the lease has run out", async () => {
    const { id } = await toldTicket(store, opened());
    const { seen, album } = counting();
    let polled: Promise<unknown> | null = null;
    start(
      {
        ...store,
        async lease(...all) {
          polled ??= store.leaseDue("ann", now, now + 10_000, 5);
          await polled;
          return await store.lease(...all);
        },
      },
      album,
    );
    delivery.wake(id);
    await vi.waitFor(() => expect(seen.looks).toBe(1));
    await isFree(id);
  });

  test("because it changed just as its cards had come true is looked after once more", async () => {
    await store.rememberChannel({ ...address, conversationId: "19:helpdesk" });
    const before = await toldTicket(store, opened());
    const { seen, album } = counting();
    const found = Promise.withResolvers<void>();
    let isFirst = true;
    start(
      {
        ...store,
        async leaseDue(...all) {
          const due = await store.leaseDue(...all);
          if (due.length > 0) found.resolve();
          return due;
        },
        async settle(...all) {
          await store.settle(...all);
          if (!isFirst) return;
          isFirst = false;
          await tell(store, before.id, noted(2, "cable"), { before });
          void delivery.runDue();
          await found.promise;
        },
      },
      album,
    );
    delivery.wake(before.id);
    await vi.waitFor(() => expect(seen.looks).toBe(2));
    await isFree(before.id);
  });
});

describe("a ticket whose lease ran out under the hands of its worker", () => {
  test("because the store was away is kept as soon as the store is back", async () => {
    await toldTicket(store, opened());
    const { seen, album } = counting();
    let isAway = false;
    const calls = { failed: 0, leased: 0 };
    startWith(
      {
        async renew(...all) {
          if (isAway) calls.failed += 1;
          if (isAway) throw new StoreUnavailable("away");
          await store.renew(...all);
        },
        async leaseDue(...all) {
          calls.leased += 1;
          return await store.leaseDue(...all);
        },
      },
      album,
    );
    await vi.waitFor(() => expect(seen.looks).toBe(1));
    isAway = true;
    now += 10_500;
    await vi.waitFor(() => expect(calls.failed).toBe(1));
    isAway = false;
    const before = calls.leased;
    await vi.waitFor(() => expect(calls.leased).toBeGreaterThan(before + 1), { timeout: 5_000 });
    expect(seen.looks).toBe(1);
    expect(await store.lease((await firstTicket()).id, "ben", now, now + 1)).toBeNull();
  });

  test("and that it gets again is not begun a second time beside itself", async () => {
    await toldTicket(store, opened());
    const { seen, album } = counting();
    let leasedAgain = 0;
    startWith(
      {
        renew: async () => {},
        async leaseDue(...all) {
          const due = await store.leaseDue(...all);
          if (seen.looks > 0) leasedAgain += due.length;
          return due;
        },
      },
      album,
    );
    await vi.waitFor(() => expect(seen.looks).toBe(1));
    now += 10_500;
    await vi.waitFor(() => expect(leasedAgain).toBe(1), { timeout: 5_000 });
    await store.read((await firstTicket()).id);
    expect(seen.looks).toBe(1);
    messenger.letGo();
    await vi.waitFor(() => expect(seen.looks).toBe(2));
  });
});

async function firstTicket() {
  const [ticket] = await store.openTicketsOf(sam.id);
  if (ticket === undefined) throw new Error("there is one");
  return ticket;
}

describe("what an answer to an action waits for", () => {
  test("is the context of the state that is being reconciled, and no chat that hangs", async () => {
    const ticket = await toldTicket(store, opened());
    delivery = deliveryOf("ann", depsOn(store, clock, { messenger, background: messenger }));
    delivery.wake(ticket.id, ticket);
    expect(await delivery.contextOf(ticket)).not.toBeNull();
  });

  test("is nothing when another action has made a newer state since", async () => {
    const ticket = await toldTicket(store, opened());
    await tell(store, ticket.id, noted(2, "cable"), { before: ticket });
    delivery = deliveryOf("ann", depsOn(store, clock, { messenger, background: messenger }));
    delivery.wake(ticket.id, ticket);
    expect(await delivery.contextOf(ticket)).toBeNull();
  });
});
