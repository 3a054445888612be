import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDelivery, type Delivery } from "../../src/delivery/delivery.ts";
import type { LookAfterDeps } from "../../src/delivery/look-after.ts";
import { silentLog } from "../../src/log.ts";
import type { Messenger } from "../../src/ports/messenger.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { defaultPolicy } from "../../src/ticket/policy.ts";
import { createRemoteHelp } from "../../src/transports/remote-help.ts";
import { toldTicket } from "../store/stories.ts";
import { inBerlin, sam } from "../support/people.ts";
import { at, claimed, opened } from "../support/tickets.ts";

const address = { serviceUrl: "https://smba.example", conversationId: "a:sam", tenantId: "contoso" };
const clock = { now: () => at(60) };

let store: Store;
let release: () => void;
let delivery: Delivery;

/** A chat that takes a message and does not answer until the test is over. */
const silent = (): Messenger => {
  const { promise, resolve } = Promise.withResolvers<void>();
  release = resolve;
  const wait = async () => void (await promise);
  return {
    post: () => wait().then(() => ({ activityId: "1" })),
    ...{ update: wait, say: wait },
    openPersonalChat: async () => address,
  };
};

/** What a ticket without a session needs of it. */
const depsWith = (messenger: Messenger) =>
  ({
    ...{ store, deliveryStore: store, addresses: store, clock, log: silentLog, messenger },
    ...{
      background: messenger,
      policy: defaultPolicy,
      summaryTo: "helpers-manager",
      channelReader: inBerlin,
    },
    ...{ helpdesk: "19:helpdesk", tenantId: "contoso", transport: createRemoteHelp() },
    roster: { has: async () => false },
    album: { photoOf: () => null, prepare: async () => {} },
    directory: { managerOf: async () => null },
    recheck: () => {},
  }) as unknown as LookAfterDeps;

beforeEach(async () => {
  store = await openStore({ file: ":memory:", masterKey: Buffer.alloc(32, 1) }, { clock, log: silentLog });
  await store.remember(sam.id, { chat: address });
});
afterEach(async () => {
  release();
  await delivery.stop();
  await store.close();
});

test("deadlines act though every chat hangs and more tickets wait than can be under way", async () => {
  const stories = Array.from({ length: 120 }, () =>
    toldTicket(store, [...opened(), ...claimed()], { nextDeadline: at(12) }),
  );
  const tickets = await Promise.all(stories);
  delivery = createDelivery("ann", depsWith(silent()));
  delivery.start();
  await vi.waitFor(
    async () => {
      const now = await Promise.all(tickets.map(({ id }) => store.read(id)));
      expect(now.filter((ticket) => ticket?.status === "open")).toHaveLength(120);
    },
    { timeout: 15_000, interval: 100 },
  );
});

test("a process that stops gives its tickets back at once", async () => {
  const { id } = await toldTicket(store, opened());
  delivery = createDelivery("ann", depsWith(silent()));
  delivery.wake(id);
  await vi.waitFor(async () => expect(await store.lease(id, "ben", at(60), at(61))).toBeNull());
  release();
  await delivery.stop();
  expect(await store.lease(id, "ben", at(60), at(61))).not.toBeNull();
});
