import type { TicketId } from "../domain/ticket/ids.ts";
import type { ScheduleStore } from "../ports/schedule-store.ts";
import type { TicketQueries } from "../ports/ticket-store.ts";
import { createChangeNotifications, type Lifecycle } from "./change-notifications.ts";
import {
  addressAt,
  createSubscriptions,
  type SubscriptionsOptions,
  SubscriptionsUnsettled,
} from "./subscriptions.ts";

interface WatchOptions extends SubscriptionsOptions {
  /** Public address of the notification endpoint; null when notifications are off. */
  readonly publicUrl: URL | null;
  readonly tenants: readonly string[];
  /** A change to their members concerns every session. */
  readonly helpdeskGroups: readonly string[];
  readonly store: Pick<TicketQueries, "runningSessions"> &
    Pick<ScheduleStore, "knowsSchedule" | "forgetSchedule">;
  readonly recheck: (ticket: TicketId) => void;
  readonly onUnreachable: () => void;
  /** Has the work of that name done soon, by one process. */
  readonly hasten: (name: string) => Promise<void>;
}

/** Scheduled work, as the scheduler takes it. */
interface Work {
  readonly name: string;
  readonly cron: string;
  readonly atStart: true;
  run(): Promise<void>;
}

interface Watch {
  readonly work: readonly Work[];
  /** Handles a notification; absent when notifications are off. */
  readonly notified?: (body: unknown) => boolean;
}

const NAME = "graph-subscriptions";
/** Graph does not report that it dropped a subscription to users or groups, so the list is read every hour. */
const HOURLY = "23 * * * *";
/** Failures in a row before administrators are told: a load balancer may start later than Beckon. */
const TOLD_AFTER = 2;

/**
 * Keeps subscriptions to changes of people and groups alive. Switched off, it removes them once: a schedule that is
 * still registered shows that there may be some.
 */
export async function watchChanges(options: WatchOptions): Promise<Watch> {
  const { publicUrl, store, recheck, onUnreachable, hasten } = options;
  const { log } = options.graph;
  const subscriptions = createSubscriptions(options);
  const schedule = { name: NAME, cron: HOURLY, atStart: true } as const;
  if (publicUrl === null) {
    if (!(await store.knowsSchedule(NAME))) return { work: [] };
    const run = async () => {
      await subscriptions.drop();
      await store.forgetSchedule(NAME);
    };
    return { work: [{ ...schedule, run }] };
  }
  const address = addressAt(publicUrl, options.masterKey);
  const reauthorizing = new Set<string>();
  let unreachable = 0;

  async function run(): Promise<void> {
    try {
      const made = await subscriptions.keep(address);
      unreachable = 0;
      if (made.length > 0) for (const { ticket } of await store.runningSessions()) recheck(ticket);
    } catch (fault) {
      if (fault instanceof SubscriptionsUnsettled && fault.unreachable && ++unreachable === TOLD_AFTER)
        onUnreachable();
      throw fault;
    }
  }

  /** Any process answers a reauthorization; only the lease holder of the schedule recreates a subscription. */
  async function lifecycle({ event, subscription }: Lifecycle): Promise<void> {
    log.info("subscriptions.lifecycle", { event });
    if (reauthorizing.has(subscription)) return;
    reauthorizing.add(subscription);
    try {
      const done = event === "reauthorizationRequired" && (await subscriptions.reauthorize(subscription));
      if (!done) await hasten(NAME);
    } finally {
      reauthorizing.delete(subscription);
    }
  }

  const { tenants, helpdeskGroups } = options;
  const { clientState } = address;
  const notified = createChangeNotifications({
    clientState,
    tenants,
    helpdeskGroups,
    store,
    recheck,
    lifecycle,
    log,
  });
  return { work: [{ ...schedule, run }], notified };
}
