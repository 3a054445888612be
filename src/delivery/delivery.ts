import type { DueTicket } from "../ports/delivery-store.ts";
import type { TicketId } from "../ticket/ids.ts";
import { type LookAfterDeps, lookAfter } from "./look-after.ts";

export interface Delivery {
  /** Looks after one ticket at once, without waiting for a poll. */
  wake(ticket: TicketId): void;
  /** Looks after every ticket that is due now; resolves with their number when all are done. */
  runDue(): Promise<number>;
  /** Starts looking for due tickets regularly. */
  start(): void;
  /** Stops looking and waits for what is under way. */
  stop(): Promise<void>;
}

/** Due tickets are looked for this often; a press does not wait for it. */
const POLL_EVERY = 500;
const POLL_AFTER_FAULT = 2_000;
/** A worker that dies leaves its tickets to others after this long. */
const LEASE_FOR = 30_000;
/** Tickets under way at the same time in one process. */
const AT_ONCE = 50;

/**
 * Background work without a queue: a ticket's row says what is due, a lease says who is at it. A crash, a doubled or
 * a lost wake-up changes nothing but the time.
 *
 * @param worker names this process among others on the same store.
 */
export function createDelivery(worker: string, deps: LookAfterDeps): Delivery {
  const underWay = new Map<TicketId, Promise<void>>();
  const wokenAgain = new Set<TicketId>();
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;

  const lease = (ticket: TicketId) => {
    const at = deps.clock.now();
    return deps.deliveryStore.lease(ticket, worker, at, at + LEASE_FOR);
  };

  async function finish(due: DueTicket): Promise<void> {
    const { ticket } = due;
    try {
      const verdict = await lookAfter(due, deps);
      if ("retryAt" in verdict) await deps.deliveryStore.postpone(ticket, worker, verdict.retryAt);
      else await deps.deliveryStore.settle(ticket, worker, verdict.cardsVersion);
    } catch (fault) {
      deps.log.error("delivery.failed", { ticket, error: nameOf(fault) });
      await deps.deliveryStore.postpone(ticket, worker, deps.clock.now() + 5_000).catch(() => undefined);
    }
  }

  /** Goes on while the ticket keeps changing under the worker's hands. */
  async function untilTrue(first: DueTicket | null, ticket: TicketId): Promise<void> {
    let due = first ?? (await lease(ticket));
    do {
      wokenAgain.delete(ticket);
      if (due !== null) await finish(due);
      due = wokenAgain.has(ticket) && !stopping ? await lease(ticket) : null;
    } while (due !== null);
  }

  function begin(first: DueTicket | null, ticket: TicketId): Promise<void> {
    const running = untilTrue(first, ticket)
      .catch((fault: unknown) => deps.log.error("delivery.failed", { ticket, error: nameOf(fault) }))
      .finally(() => underWay.get(ticket) === running && underWay.delete(ticket));
    underWay.set(ticket, running);
    return running;
  }

  function wake(ticket: TicketId): void {
    if (stopping) return;
    if (underWay.has(ticket)) wokenAgain.add(ticket);
    else void begin(null, ticket);
  }

  async function beginDue(): Promise<Promise<void>[]> {
    const at = deps.clock.now();
    const room = Math.max(0, AT_ONCE - underWay.size);
    const due = room === 0 ? [] : await deps.deliveryStore.leaseDue(worker, at, at + LEASE_FOR, room);
    return due.map((each) => begin(each, each.ticket));
  }

  /** Never waits for a slow chat: other tickets' deadlines come first. */
  async function poll(): Promise<void> {
    let pause = POLL_EVERY;
    try {
      const begun = await beginDue();
      if (begun.length === AT_ONCE) pause = 0;
    } catch (fault) {
      deps.log.error("delivery.poll-failed", { error: nameOf(fault) });
      pause = POLL_AFTER_FAULT;
    }
    timer = stopping ? undefined : setTimeout(() => void poll(), pause);
  }

  return {
    wake,
    async runDue() {
      const begun = await beginDue();
      await Promise.all(begun);
      await Promise.all(underWay.values());
      return begun.length;
    },
    start() {
      timer = setTimeout(() => void poll(), 0);
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await Promise.all(underWay.values());
    },
  };
}

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : "unknown");
