import type { TicketId } from "../domain/ticket/ids.ts";
import type { ScheduleStore } from "../ports/schedule-store.ts";
import type { TicketQueries } from "../ports/ticket-store.ts";
import { createChangeNotifications, type Lifecycle } from "./change-notifications.ts";
import {
  createSubscriptions,
  type SubscriptionsOptions,
  SubscriptionsUnsettled,
} from "./keep-subscriptions.ts";
import { addressAt } from "./notification-address.ts";

export interface WatchOptions extends SubscriptionsOptions {
  /** Where Graph reaches our endpoint; null when it is not to tell anything. */
  readonly publicUrl: URL | null;
  readonly tenants: readonly string[];
  /** Whoever comes or goes there may or may not help. */
  readonly helpdeskGroups: readonly string[];
  readonly store: Pick<TicketQueries, "runningSessions"> &
    Pick<ScheduleStore, "knowsSchedule" | "forgetSchedule">;
  readonly recheck: (ticket: TicketId) => void;
  readonly onUnreachable: () => void;
  /** Has the work of that name done soon, by one process. */
  readonly hasten: (name: string) => Promise<void>;
}

/** What there is to do again and again, as `delivery/schedules.ts` takes it. */
interface Work {
  readonly name: string;
  readonly cron: string;
  readonly atStart: true;
  run(): Promise<void>;
}

export interface Watch {
  readonly work: readonly Work[];
  /** Takes what Graph tells; absent when it is not to tell anything. */
  readonly notified?: (body: unknown) => boolean;
}

const NAME = "graph-subscriptions";
/** Of users and groups, Graph does not tell that it dropped a subscription: so we look. */
const HOURLY = "23 * * * *";
/** A load balancer that comes up after us is no news. */
const TOLD_AFTER = 2;

/**
 * Has Graph tell of changes to people and groups, and sees to it that it goes on telling. Switched off, it takes its
 * subscriptions away once: that there may be some is known by the schedule that kept them.
 */
export async function watchChanges(options: WatchOptions): Promise<Watch> {
  const { publicUrl, store } = options;
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
  return watching({ ...options, address: addressAt(publicUrl, options.masterKey), subscriptions, schedule });
}

interface Watching extends WatchOptions {
  readonly address: ReturnType<typeof addressAt>;
  readonly subscriptions: ReturnType<typeof createSubscriptions>;
  readonly schedule: Omit<Work, "run">;
}

function watching({ address, subscriptions, schedule, ...options }: Watching): Watch {
  const { store, recheck, log, onUnreachable, hasten } = options;
  const challenged = new Set<string>();
  let unreachable = 0;

  async function recheckAll(): Promise<void> {
    for (const { ticket } of await store.runningSessions()) recheck(ticket);
  }

  async function run(): Promise<void> {
    try {
      const made = await subscriptions.keep(address);
      unreachable = 0;
      if (made.length > 0) await recheckAll();
    } catch (fault) {
      if (fault instanceof SubscriptionsUnsettled && fault.unreachable && ++unreachable === TOLD_AFTER)
        onUnreachable();
      throw fault;
    }
  }

  /** A challenge is met by whoever hears it; what is gone is made anew by whoever holds the lease. */
  async function lifecycle({ event, subscription }: Lifecycle): Promise<void> {
    log.info("subscriptions.lifecycle", { event });
    if (challenged.has(subscription)) return;
    challenged.add(subscription);
    try {
      const met = event === "reauthorizationRequired" && (await subscriptions.reauthorize(subscription));
      if (!met) await hasten(NAME);
    } finally {
      challenged.delete(subscription);
    }
  }

  const notified = createChangeNotifications({ ...options, clientState: address.clientState, lifecycle });
  return { work: [{ ...schedule, run }], notified };
}
