import { runCommand } from "../domain/run-command.ts";
import { nextDeadline } from "../domain/ticket/deadlines.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeadlineStore, OverdueTicket } from "../ports/deadline-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import type { Scheduler } from "./scheduler.ts";

interface DeadlineDeps {
  readonly store: TicketStore;
  readonly deliveryStore: DeadlineStore;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
}

export interface Deadlines {
  /** Applies the deadlines that are due; resolves with the number that changed a ticket. @throws {StoreUnavailable} */
  runDue(): Promise<number>;
  /** True while so many are overdue that the cards of other tickets have to wait for them. */
  isBehind(): boolean;
}

const EVERY = 200;
const AFTER_FAULT = 2_000;
/** Milliseconds; many times the longest run, which the store cuts off after twelve seconds. */
const BEHIND_AFTER = 60_000;
const MOST_PER_RUN = 100;
const BEHIND = 25;
/** Fewer than the store has connections: people's actions need some too. */
const AT_ONCE = 6;
/** Milliseconds until a deadline that failed is tried again, by failed tries in a row. */
const BACK_OFF = [1_000, 5_000, 30_000, 120_000, 600_000] as const;

/**
 * Applies deadlines and sends nothing: no chat, however slow, delays the recorded end of a right. It needs no lease,
 * because the events are appended at the version that they were decided on, so one of several processes writes them.
 *
 * @param changed called with the ticket after its deadline.
 */
export function createDeadlines(deps: DeadlineDeps, changed: (ticket: Ticket) => void): Deadlines {
  const { deliveryStore, scheduler, clock, log, policy } = deps;
  let behind = false;
  let isMoreDue = false;

  /** @throws {StoreUnavailable} when not even the failed try can be recorded. */
  async function pass({ ticket, tries }: OverdueTicket): Promise<boolean> {
    const at = clock.now();
    try {
      const result = await runCommand(deps, ticket, null, { type: "PassTime", at });
      if (result.kind !== "done") throw new Error(`time does not pass: ${result.refusal.refused}`);
      if (result.events.length === 0) await correct(result.ticket, at);
      else changed(result.ticket);
      return result.events.length > 0;
    } catch (fault) {
      log.error("deadline.failed", { ticket, tries: tries + 1, error: faultName(fault) });
      await deliveryStore.postponeDeadline(ticket, at, at + (BACK_OFF[tries] ?? BACK_OFF[4]));
      return false;
    }
  }

  /** The deadline was recorded under another policy, or another process was faster: the ticket's own one counts. */
  async function correct(ticket: Ticket, at: number): Promise<void> {
    const next = nextDeadline(ticket, policy);
    if (next !== null && next <= at) throw new Error("a deadline that has come brings nothing");
    await deliveryStore.recordDeadline(ticket.id, ticket.version, next);
  }

  async function runDue(): Promise<number> {
    const overdue = await deliveryStore.overdue(clock.now(), MOST_PER_RUN);
    behind = overdue.filter(({ tries }) => tries === 0).length >= BEHIND;
    isMoreDue = overdue.length === MOST_PER_RUN;
    const left = [...overdue];
    let applied = 0;
    const lane = async () => {
      for (let next = left.shift(); next !== undefined && !scheduler.isStopping; next = left.shift()) {
        if (await pass(next)) applied++;
      }
    };
    // A lane ends at a fault of the store; the others go on, because it may be the fault of one row.
    const lanes = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
    const failed = lanes.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    return applied;
  }

  scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: AFTER_FAULT,
    faultEvent: "deadlines.failed",
    behindAfter: BEHIND_AFTER,
    async run() {
      await runDue();
      return isMoreDue;
    },
  });
  return { runDue, isBehind: () => behind };
}
