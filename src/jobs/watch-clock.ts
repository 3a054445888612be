import { runCommand } from "../domain/run-command.ts";
import { CLOCK_TOLERANCE } from "../domain/ticket/decide.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryStore } from "../ports/delivery-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import type { Fields, Log } from "../telemetry/log.ts";

export interface ClockWatchDeps {
  readonly store: TicketStore;
  readonly deliveryStore: Pick<DeliveryStore, "changedAfter">;
  /** What the processes on this store have in common. @throws {StoreUnavailable} */
  readonly commonTime: () => Promise<number>;
  /** Hears of the common time. */
  readonly hear: (time: number) => void;
  /** This machine's own time. */
  readonly own: Clock;
  /** What Beckon goes by. */
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
}

export interface ClockWatch {
  /** Compares the clocks, and ends the sessions whose time is in doubt. Its faults are logged. */
  look(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const LOOK_EVERY = 30_000;
/** What time servers keep machines within, many times over. */
const MOST_SKEW = 2_000;

/**
 * Looks after the time itself. A clock that was ahead leaves sessions that would last too long by a clock that is right:
 * they are found by their newest event, which lies in the future, and ended.
 */
export function createClockWatch(deps: ClockWatchDeps, wake: (ticket: TicketId) => void): ClockWatch {
  const { own, clock, log } = deps;
  let told = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopping = false;

  async function compare(): Promise<void> {
    const asked = own.now();
    const common = await deps.commonTime();
    const answered = own.now();
    deps.hear(common);
    // It was so late at some moment in between.
    const skew = asked > common ? asked - common : Math.min(0, answered - common);
    if (Math.abs(skew) > MOST_SKEW && Math.abs(skew - told) > MOST_SKEW) {
      log.error("clock.skewed", { aheadMs: Math.round(skew) });
    }
    if (Math.abs(skew - told) > MOST_SKEW) told = skew;
  }

  async function endInDoubt(): Promise<void> {
    const tickets = await deps.deliveryStore.changedAfter(clock.now() + CLOCK_TOLERANCE);
    for (const ticket of tickets) await orLogged(() => end(ticket), { ticket });
  }

  async function end(ticket: TicketId): Promise<void> {
    const outcome = await runCommand(deps, ticket, null, { type: "PassTime", at: clock.now() });
    if (outcome.kind !== "done" || outcome.events.length === 0) return;
    log.warn("clock.session-ended", { ticket });
    wake(ticket);
  }

  async function orLogged(work: () => Promise<void>, about: Fields = {}): Promise<void> {
    await work().catch((fault: unknown) => {
      log.error("clock.failed", { ...about, error: fault instanceof Error ? fault.name : "unknown" });
    });
  }

  async function look(): Promise<void> {
    await orLogged(compare);
    await orLogged(endInDoubt);
  }

  function lookIn(pause: number): void {
    if (stopping) return;
    timer = setTimeout(() => {
      looking = look().then(() => lookIn(LOOK_EVERY));
    }, pause);
  }

  return {
    look,
    start: () => lookIn(LOOK_EVERY),
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
