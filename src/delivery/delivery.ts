import type { DueTicket } from "../ports/delivery-store.ts";
import type { TicketId } from "../ticket/ids.ts";
import { type LookAfterDeps, lookAfter } from "./look-after.ts";
import { createDeadlines } from "./pass-deadlines.ts";

export interface Delivery {
  /** Looks after one ticket at once, without waiting for a poll. */
  wake(ticket: TicketId): void;
  /** Looks after every ticket that is due or under way now; resolves with their number when all are done. */
  runDue(): Promise<number>;
  /** Starts looking for due tickets regularly. */
  start(): void;
  /** Stops looking, waits a while for what is under way, and gives every lease back. */
  stop(): Promise<void>;
}

/** Due tickets are looked for this often; a press does not wait for it. */
const POLL_EVERY = 250;
const POLL_AFTER_FAULT = 2_000;
/** A worker that dies leaves its tickets to others after this long; one that lives renews its leases. */
const LEASE_FOR = 10_000;
const RENEW_EVERY = 3_000;
/** Tickets under way at the same time in one process. */
const AT_ONCE = 50;
/** Whoever stops a process waits no longer; what is cut off then is settled by the next one. */
const STOP_WITHIN = 8_000;

/**
 * Background work without a queue: a ticket's row says what is due, a lease says who is at it. A crash, a doubled or
 * a lost wake-up changes nothing but the time.
 *
 * @param worker names this process among others on the same store.
 */
export function createDelivery(worker: string, deps: LookAfterDeps): Delivery {
  const unhurried: LookAfterDeps = { ...deps, messenger: deps.background };
  const underWay = new Map<TicketId, Promise<void>>();
  const wokenAgain = new Set<TicketId>();
  let timer: NodeJS.Timeout | undefined;
  let renewedAt = 0;
  let moreIsDue = false;
  let stopping = false;

  const lease = (ticket: TicketId) => {
    const at = deps.clock.now();
    return deps.deliveryStore.lease(ticket, worker, at, at + LEASE_FOR);
  };

  async function finish(due: DueTicket, by: LookAfterDeps): Promise<void> {
    const { ticket } = due;
    try {
      const verdict = await lookAfter(due, by);
      if ("retryAt" in verdict) {
        await deps.deliveryStore.postpone(ticket, worker, verdict.retryAt, verdict.hasFailed);
      } else await deps.deliveryStore.settle(ticket, worker, verdict.cardsVersion);
    } catch (fault) {
      deps.log.error("delivery.failed", { ticket, error: nameOf(fault) });
      await deps.deliveryStore
        .postpone(ticket, worker, deps.clock.now() + 5_000, true)
        .catch(() => undefined);
    }
  }

  /** Goes on while the ticket keeps changing under the worker's hands. What was woken goes before what was found. */
  async function untilTrue(first: DueTicket | null, ticket: TicketId, firstBy: LookAfterDeps): Promise<void> {
    let due = first ?? (await lease(ticket));
    let by = firstBy;
    do {
      wokenAgain.delete(ticket);
      if (due !== null) await finish(due, by);
      due = wokenAgain.has(ticket) && !stopping ? await lease(ticket) : null;
      by = deps;
    } while (due !== null);
  }

  function begin(first: DueTicket | null, ticket: TicketId, by: LookAfterDeps): void {
    const running = untilTrue(first, ticket, by)
      .catch((fault: unknown) => deps.log.error("delivery.failed", { ticket, error: nameOf(fault) }))
      .finally(() => {
        if (underWay.get(ticket) === running) underWay.delete(ticket);
        if (moreIsDue && timer !== undefined) pollIn(0);
      });
    underWay.set(ticket, running);
  }

  function wake(ticket: TicketId): void {
    if (stopping) return;
    if (underWay.has(ticket)) wokenAgain.add(ticket);
    else begin(null, ticket, deps);
  }

  /** Deadlines come in crowds: their cards are drawn as fast as there is room, and no faster. */
  function wakeSoon(ticket: TicketId): void {
    if (underWay.has(ticket)) wokenAgain.add(ticket);
    else if (underWay.size < AT_ONCE && !stopping && !deadlines.isBehind()) begin(null, ticket, unhurried);
  }

  async function beginDue(): Promise<void> {
    const at = deps.clock.now();
    const room = deadlines.isBehind() ? 0 : Math.max(0, AT_ONCE - underWay.size);
    const due = room === 0 ? [] : await deps.deliveryStore.leaseDue(worker, at, at + LEASE_FOR, room);
    moreIsDue = due.length === room && !deadlines.isBehind();
    for (const each of due) begin(each, each.ticket, unhurried);
  }

  async function renewLeases(): Promise<void> {
    const at = deps.clock.now();
    if (at - renewedAt < RENEW_EVERY) return;
    renewedAt = at;
    await deps.deliveryStore.renew(worker, [...underWay.keys()], at + LEASE_FOR);
  }

  function pollIn(pause: number): void {
    clearTimeout(timer);
    timer = stopping ? undefined : setTimeout(() => void poll(), pause);
  }

  /** Never waits for a slow chat: other tickets' deadlines come first. */
  async function poll(): Promise<void> {
    timer = undefined;
    let pause = POLL_EVERY;
    try {
      await renewLeases();
      await beginDue();
      if (moreIsDue && underWay.size < AT_ONCE) pause = 0;
    } catch (fault) {
      deps.log.error("delivery.poll-failed", { error: nameOf(fault) });
      pause = POLL_AFTER_FAULT;
    }
    pollIn(pause);
  }

  const deadlines = createDeadlines(deps, wakeSoon);

  return {
    wake,
    async runDue() {
      await beginDue();
      const begun = [...underWay.values()];
      await Promise.all(begun);
      return begun.length;
    },
    start() {
      deadlines.start();
      pollIn(0);
    },
    async stop() {
      stopping = true;
      await deadlines.stop();
      clearTimeout(timer);
      const patience = Promise.withResolvers<void>();
      const late = setTimeout(patience.resolve, STOP_WITHIN);
      await Promise.race([Promise.all(underWay.values()), patience.promise]);
      clearTimeout(late);
      await deps.deliveryStore.release(worker).catch(() => undefined);
    },
  };
}

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : "unknown");
