import type { RenderContext } from "../cards/view.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { DueTicket, Lease } from "../ports/delivery-store.ts";
import { faultName } from "../telemetry/log.ts";
import { createDeadlines } from "./deadlines.ts";
import { createRechecks, type RecheckDeps } from "./rechecks.ts";
import { type ReconcileDeps, reconcileCards } from "./reconcile-cards.ts";
import { createSilentHolders } from "./silent-holders.ts";

export interface Delivery {
  /**
   * Reconciles the cards of one ticket at once, without waiting for a poll.
   * @param state the ticket after the command that changed it. It is not read again while it is the newest version.
   * @param leased when that command has leased it to this process, by `newLease`.
   */
  wake(ticket: TicketId, state?: Ticket, leased?: DueTicket | null): void;
  /** A lease of this process from now on. */
  newLease(): Lease;
  /**
   * What the cards of this state need besides it, while they are reconciled because of it: read after the lease, so that
   * nothing that came later is missed. Null when they are not, or could not be.
   */
  contextOf(state: Ticket): Promise<RenderContext | null>;
  /** Checks the conditions of the ticket's session at once, because they may have changed. */
  recheck(ticket: TicketId): void;
  /** Applies due deadlines, reminds holders, reconciles what is due or in progress, makes due checks; resolves with how much. */
  runDue(): Promise<number>;
}

export type DeliveryDeps = ReconcileDeps & RecheckDeps;

/** Due tickets are looked for this often, in ms; an action does not wait for it. */
const EVERY = 250;
const AFTER_FAULT = 2_000;
/** Milliseconds; many times the longest run, which the store cuts off after twelve seconds. */
const BEHIND_AFTER = 60_000;
/** After this long other processes take over the tickets of one that died; one that lives renews its leases. */
const LEASE_FOR = 10_000;
const RENEW_EVERY = 3_000;
/** Tickets in progress at the same time in one process. */
const AT_ONCE = 50;
/** Of these, the number kept for background work, however much else is due. */
const LEAST_IN_BACKGROUND = 5;
/** Milliseconds until a ticket is tried again whose cards could not even be determined, by failed tries in a row. */
const BACK_OFF = [5_000, 15_000, 60_000, 300_000, 900_000] as const;

/**
 * Background work without a queue: the row of a ticket says what is due, and a lease says which process works on it. A
 * crash and a doubled or lost wake-up cause a delay and nothing else.
 *
 * @param worker names this process among others on the same store.
 */
export function createDelivery(worker: string, deps: DeliveryDeps): Delivery {
  const { deliveryStore, scheduler, clock, log } = deps;
  const unhurried: ReconcileDeps = { ...deps, messenger: deps.background };
  const inProgress = new Map<TicketId, Promise<void>>();
  const wokenAgain = new Set<TicketId>();
  const contexts = new Map<Ticket, PromiseWithResolvers<RenderContext | null>>();
  let countInBackground = 0;
  let renewedAt = 0;
  let isMoreDue = false;

  function newLease(): Lease {
    const at = clock.now();
    return { worker, at, until: at + LEASE_FOR };
  }

  function lease(ticket: TicketId) {
    const { at, until } = newLease();
    return deliveryStore.lease(ticket, worker, at, until);
  }

  async function attempt(due: DueTicket, by: ReconcileDeps, state: Ticket | undefined): Promise<void> {
    const { ticket } = due;
    try {
      const isNewest = state?.version === due.version;
      // Whoever asks for it reads it themselves, and does not wait until the cards of a newer state are sent.
      if (!isNewest) forget(state);
      const found = isNewest ? contexts.get(state)?.resolve : undefined;
      const result = await reconcileCards(due, by, isNewest ? state : undefined, found);
      if ("retryAt" in result) {
        await deliveryStore.postpone(ticket, worker, result.retryAt, result.hasFailed);
      } else await deliveryStore.settle(ticket, worker, result.cardsVersion);
    } catch (fault) {
      log.error("delivery.failed", { ticket, tries: due.tries + 1, error: faultName(fault) });
      const retryAt = clock.now() + (BACK_OFF[due.tries] ?? BACK_OFF[4]);
      await deliveryStore.postpone(ticket, worker, retryAt, true).catch(() => undefined);
    }
  }

  /** Goes on while the ticket is changed during the work. What people wait for goes before what a poll found. */
  async function drain(found: DueTicket | null, ticket: TicketId, firstBy: ReconcileDeps, state?: Ticket) {
    let due = found ?? (await lease(ticket));
    let by = firstBy;
    let known = state;
    do {
      wokenAgain.delete(ticket);
      if (due !== null) await attempt(due, by, known);
      forget(known);
      due = wokenAgain.has(ticket) && !scheduler.isStopping ? await lease(ticket) : null;
      by = deps;
      known = undefined;
    } while (due !== null);
  }

  function forget(state: Ticket | undefined): void {
    if (state === undefined) return;
    contexts.get(state)?.resolve(null);
    contexts.delete(state);
  }

  function begin(found: DueTicket | null, ticket: TicketId, by: ReconcileDeps, state?: Ticket): void {
    const weight = by === unhurried ? 1 : 0;
    if (state !== undefined) contexts.set(state, Promise.withResolvers());
    countInBackground += weight;
    const running = drain(found, ticket, by, state)
      .catch((fault: unknown) => log.error("delivery.failed", { ticket, error: faultName(fault) }))
      .finally(() => {
        forget(state);
        countInBackground -= weight;
        if (inProgress.get(ticket) === running) inProgress.delete(ticket);
        // Woken after the last lease: no other process knows, and the ticket may be leased to this one already.
        if (wokenAgain.has(ticket) && !scheduler.isStopping) begin(null, ticket, by);
        if (isMoreDue) loop.hasten();
      });
    inProgress.set(ticket, running);
  }

  function wake(ticket: TicketId, state?: Ticket, leased: DueTicket | null = null): void {
    if (scheduler.isStopping) return;
    if (inProgress.has(ticket)) wokenAgain.add(ticket);
    else begin(leased, ticket, deps, state);
  }

  /** Deadlines come in crowds: their cards are reconciled as fast as there is room, and no faster. */
  function wakeWhenFree(state: Ticket): void {
    if (inProgress.has(state.id)) wokenAgain.add(state.id);
    else if (inProgress.size < AT_ONCE && !scheduler.isStopping && !deadlines.isBehind()) {
      begin(null, state.id, unhurried, state);
    }
  }

  /** Cards wait for people and for deadlines that are behind, and never stand still. */
  function room(): number {
    const free = deadlines.isBehind() ? 0 : AT_ONCE - inProgress.size;
    return Math.max(0, free, LEAST_IN_BACKGROUND - countInBackground);
  }

  async function beginDue(): Promise<void> {
    const at = clock.now();
    const most = room();
    const due = most === 0 ? [] : await deliveryStore.leaseDue(worker, at, at + LEASE_FOR, most);
    isMoreDue = due.length === most && !deadlines.isBehind();
    for (const each of due) {
      // This process works on it, or is about to: the lease is its own.
      if (inProgress.has(each.ticket)) wokenAgain.add(each.ticket);
      else if (!scheduler.isStopping) begin(each, each.ticket, unhurried);
    }
  }

  async function renewLeases(): Promise<void> {
    const at = clock.now();
    await deliveryStore.renew(worker, [...inProgress.keys()], at + LEASE_FOR);
    renewedAt = at;
  }

  const renewWhenDue = async () => {
    if (clock.now() - renewedAt >= RENEW_EVERY) await renewLeases();
  };

  const deadlines = createDeadlines(deps, wakeWhenFree);
  const rechecks = createRechecks(deps, (state) => wake(state.id, state));
  const silentHolders = createSilentHolders(deps, (state) => wake(state.id, state));
  // Among many processes the next poll of this one may come too late.
  scheduler.add({
    every: RENEW_EVERY,
    afterFault: AFTER_FAULT,
    faultEvent: "delivery.poll-failed",
    async run() {
      await renewWhenDue();
      return false;
    },
  });
  const loop = scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: AFTER_FAULT,
    faultEvent: "delivery.poll-failed",
    behindAfter: BEHIND_AFTER,
    async run() {
      await renewWhenDue();
      await beginDue();
      return isMoreDue && inProgress.size < AT_ONCE;
    },
    inProgress() {
      // The leases are not renewed after this, so they have to last until the process ends.
      const renewed = renewLeases().catch(() => undefined);
      return Promise.all([renewed, ...inProgress.values()]);
    },
    release: () => deliveryStore.release(worker).catch(() => undefined),
  });

  return {
    wake,
    newLease,
    contextOf: async (state) => (await contexts.get(state)?.promise) ?? null,
    recheck: rechecks.begin,
    async runDue() {
      const applied = (await deadlines.runDue()) + (await silentHolders.runDue());
      await beginDue();
      const begun = [...inProgress.values()];
      await Promise.all(begun);
      return applied + begun.length + (await rechecks.runDue());
    },
  };
}
