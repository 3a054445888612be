import type { TicketId } from "../domain/ticket/ids.ts";
import type { DueTicket } from "../ports/delivery-store.ts";
import { createDeadlines } from "./pass-deadlines.ts";
import { type ReconcileDeps, reconcileCards } from "./reconcile-cards.ts";
import { atMostUntilStop } from "./stopping.ts";

export interface Delivery {
  /** Looks after one ticket at once, without waiting for a poll. */
  wake(ticket: TicketId): void;
  /** Lets due deadlines act and looks after every ticket that is due or under way; resolves with how much was done. */
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
/** So many places are kept for cards that nobody waits for, whatever else goes on. */
const LEAST_IN_BACKGROUND = 5;
/** How long until a ticket is looked at again whose cards could not even be told, by failed tries in a row, ms. */
const PATIENCE = [5_000, 15_000, 60_000, 300_000, 900_000] as const;

/**
 * Background work without a queue: a ticket's row says what is due, a lease says who is at it. A crash, a doubled or
 * a lost wake-up changes nothing but the time.
 *
 * @param worker names this process among others on the same store.
 */
export function createDelivery(worker: string, deps: ReconcileDeps): Delivery {
  const unhurried: ReconcileDeps = { ...deps, messenger: deps.background };
  const underWay = new Map<TicketId, Promise<void>>();
  const wokenAgain = new Set<TicketId>();
  let timer: NodeJS.Timeout | undefined;
  let inBackground = 0;
  let renewedAt = 0;
  let moreIsDue = false;
  let stopping = false;

  const lease = (ticket: TicketId) => {
    const at = deps.clock.now();
    return deps.deliveryStore.lease(ticket, worker, at, at + LEASE_FOR);
  };

  async function attempt(due: DueTicket, by: ReconcileDeps): Promise<void> {
    const { ticket } = due;
    try {
      const verdict = await reconcileCards(due, by);
      if ("retryAt" in verdict) {
        await deps.deliveryStore.postpone(ticket, worker, verdict.retryAt, verdict.hasFailed);
      } else await deps.deliveryStore.settle(ticket, worker, verdict.cardsVersion);
    } catch (fault) {
      deps.log.error("delivery.failed", { ticket, tries: due.tries + 1, error: nameOf(fault) });
      const patience = PATIENCE[Math.min(due.tries, PATIENCE.length - 1)] ?? 0;
      await deps.deliveryStore
        .postpone(ticket, worker, deps.clock.now() + patience, true)
        .catch(() => undefined);
    }
  }

  /** Goes on while the ticket keeps changing under the worker's hands. What was woken goes before what was found. */
  async function drain(first: DueTicket | null, ticket: TicketId, firstBy: ReconcileDeps): Promise<void> {
    let due = first ?? (await lease(ticket));
    let by = firstBy;
    do {
      wokenAgain.delete(ticket);
      if (due !== null) await attempt(due, by);
      due = wokenAgain.has(ticket) && !stopping ? await lease(ticket) : null;
      by = deps;
    } while (due !== null);
  }

  function begin(first: DueTicket | null, ticket: TicketId, by: ReconcileDeps): void {
    const place = by === unhurried ? 1 : 0;
    inBackground += place;
    const running = drain(first, ticket, by)
      .catch((fault: unknown) => deps.log.error("delivery.failed", { ticket, error: nameOf(fault) }))
      .finally(() => {
        inBackground -= place;
        if (underWay.get(ticket) === running) underWay.delete(ticket);
        // Woken after the last look at it: nobody else knows, and it may be leased to this process already.
        if (wokenAgain.has(ticket) && !stopping) begin(null, ticket, by);
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

  /** Cards give way to deadlines that are behind, and to people; they never stand still. */
  function room(): number {
    const free = deadlines.isBehind() ? 0 : AT_ONCE - underWay.size;
    return Math.max(0, free, LEAST_IN_BACKGROUND - inBackground);
  }

  async function beginDue(): Promise<void> {
    const at = deps.clock.now();
    const most = room();
    const due = most === 0 ? [] : await deps.deliveryStore.leaseDue(worker, at, at + LEASE_FOR, most);
    moreIsDue = due.length === most && !deadlines.isBehind();
    for (const each of due) {
      // Somebody here is at it, or just about to be: the lease is theirs.
      if (underWay.has(each.ticket)) wokenAgain.add(each.ticket);
      else if (!stopping) begin(each, each.ticket, unhurried);
    }
  }

  async function renewLeases(): Promise<void> {
    const at = deps.clock.now();
    await deps.deliveryStore.renew(worker, [...underWay.keys()], at + LEASE_FOR);
    renewedAt = at;
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
      if (deps.clock.now() - renewedAt >= RENEW_EVERY) await renewLeases();
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
      const acted = await deadlines.runDue();
      await beginDue();
      const begun = [...underWay.values()];
      await Promise.all(begun);
      return acted + begun.length;
    },
    start() {
      deadlines.start();
      pollIn(0);
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      // Nothing renews the leases after this: it has to last until the end.
      const renewed = renewLeases().catch(() => undefined);
      await Promise.all([deadlines.stop(), atMostUntilStop(Promise.all([renewed, ...underWay.values()]))]);
      await deps.deliveryStore.release(worker).catch(() => undefined);
    },
  };
}

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : "unknown");
