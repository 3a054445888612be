import { runCommand } from "../domain/run-command.ts";
import { CLOCK_TOLERANCE } from "../domain/ticket/decide.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryStore } from "../ports/delivery-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { type Fields, faultName, type Log } from "../telemetry/log.ts";
import type { Scheduler } from "./scheduler.ts";

interface ClockWatchDeps {
  readonly store: TicketStore;
  readonly deliveryStore: Pick<DeliveryStore, "changedAfter">;
  readonly scheduler: Scheduler;
  /** The time that the processes on this store share. @throws {StoreUnavailable} */
  readonly commonTime: () => Promise<number>;
  /** Takes the common time over. */
  readonly hear: (time: number) => void;
  /** This machine's own time. */
  readonly own: Clock;
  /** The time that Beckon decides by. */
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
}

export interface ClockWatch {
  /** Compares the clocks, and ends sessions that a clock ahead of the common time has written. Faults are logged. */
  look(): Promise<void>;
}

const EVERY = 30_000;
/** Milliseconds; time servers keep machines far closer than this. */
const MOST_SKEW = 2_000;

/**
 * A clock that was ahead leaves sessions that last too long by a clock that is right. They are found by their newest
 * event, which lies in the future, and ended.
 */
export function createClockWatch(deps: ClockWatchDeps, changed: (ticket: Ticket) => void): ClockWatch {
  const { own, clock, log } = deps;
  let loggedSkew = 0;

  async function compare(): Promise<void> {
    const asked = own.now();
    const common = await deps.commonTime();
    const answered = own.now();
    deps.hear(common);
    // The common time was read at some moment between the question and the answer.
    const skew = asked > common ? asked - common : Math.min(0, answered - common);
    if (Math.abs(skew - loggedSkew) <= MOST_SKEW) return;
    loggedSkew = skew;
    if (Math.abs(skew) > MOST_SKEW) log.error("clock.skewed", { aheadMs: Math.round(skew) });
  }

  async function endSkewed(): Promise<void> {
    const tickets = await deps.deliveryStore.changedAfter(clock.now() + CLOCK_TOLERANCE);
    for (const ticket of tickets) await orLogged(() => end(ticket), { ticket });
  }

  async function end(ticket: TicketId): Promise<void> {
    const result = await runCommand(deps, ticket, null, { type: "PassTime", at: clock.now() });
    if (result.kind !== "done" || result.events.length === 0) return;
    log.warn("clock.session-ended", { ticket });
    changed(result.ticket);
  }

  async function orLogged(work: () => Promise<void>, about: Fields = {}): Promise<void> {
    await work().catch((fault: unknown) => log.error("clock.failed", { ...about, error: faultName(fault) }));
  }

  async function look(): Promise<void> {
    await orLogged(compare);
    await orLogged(endSkewed);
  }

  deps.scheduler.add({
    every: EVERY,
    afterFault: EVERY,
    firstAfter: EVERY,
    faultEvent: "clock.failed",
    async run() {
      await look();
      return false;
    },
  });
  return { look };
}
