import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { createDelivery, type Delivery, type DeliveryDeps } from "../../src/jobs/delivery.ts";
import { createScheduler, type Scheduler } from "../../src/jobs/scheduler.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Messenger } from "../../src/ports/messenger.ts";
import type { Store } from "../../src/store/open-store.ts";
import { type Log, silentLog } from "../../src/telemetry/log.ts";
import { createRemoteHelp } from "../../src/transports/remote-help.ts";
import { inBerlin } from "../support/people.ts";

export const address = {
  serviceUrl: "https://smba.example",
  conversationId: "a:sam",
  tenantId: "contoso",
} as const;

/** A chat that takes everything at once, and counts what was posted. */
export function swift(): Messenger & { posts: number } {
  const messenger = {
    posts: 0,
    async post() {
      messenger.posts += 1;
      return { activityId: String(messenger.posts) };
    },
    update: async () => {},
    say: async () => {},
    openPersonalChat: async () => address,
  };
  return messenger;
}

/** A chat that accepts a message and answers only when the test releases it. */
export function hanging(): Messenger & { letGo(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wait = async () => void (await promise);
  return {
    post: () => wait().then(() => ({ activityId: "1" })),
    update: wait,
    say: wait,
    openPersonalChat: async () => address,
    letGo: resolve,
  };
}

export interface Logged {
  readonly name: string;
  readonly ticket: unknown;
}

/** Keeps warnings and errors. */
export function keptLog(): { readonly log: Log; readonly logged: readonly Logged[] } {
  const logged: Logged[] = [];
  const keep: Log["error"] = (name, fields = {}) => logged.push({ name, ticket: fields.ticket });
  return { log: { ...silentLog, warn: keep, error: keep }, logged };
}

/** What background work needs; of Graph nothing but what is given. */
export const depsOn = (store: Store, clock: Clock, change: object = {}): DeliveryDeps =>
  ({
    store,
    deliveryStore: store,
    threads: store,
    addresses: store,
    clock,
    log: silentLog,
    messenger: swift(),
    background: swift(),
    policy: defaultPolicy,
    eligibility: {},
    summaryTo: "helpers-manager",
    summaryFallback: null,
    channelReader: inBerlin,
    installer: null,
    helpdesk: "19:helpdesk",
    tenantId: "contoso",
    transport: createRemoteHelp(),
    album: { photoOf: () => null, prepare: async () => {} },
    directory: { managerOf: async () => null },
    roster: { has: async () => false },
    helpdeskReached: () => {},
    scheduler: createScheduler(silentLog),
    ...change,
  }) as unknown as DeliveryDeps;

/** A delivery with a scheduler of its own, as one process has it. */
export function deliveryOf(worker: string, deps: DeliveryDeps): Delivery & Pick<Scheduler, "start" | "stop"> {
  const scheduler = createScheduler(deps.log);
  const delivery = createDelivery(worker, { ...deps, scheduler });
  return { ...delivery, start: () => scheduler.start(), stop: () => scheduler.stop() };
}
