import type { Log } from "../log.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryStore } from "../ports/delivery-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { runCommand } from "../run-command.ts";
import type { TicketId } from "../ticket/ids.ts";
import type { Policy } from "../ticket/policy.ts";

export interface DeadlineDeps {
  readonly store: TicketStore;
  readonly deliveryStore: DeliveryStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
}

export interface Deadlines {
  start(): void;
  /** So many are overdue that cards, which prolong nothing, have to wait for them. */
  isBehind(): boolean;
  stop(): Promise<void>;
}

const LOOK_EVERY = 200;
const LOOK_AFTER_FAULT = 2_000;
const MOST_AT_A_LOOK = 100;
const BEHIND = 25;
/** Fewer than the store has connections: people's presses need some too. */
const AT_ONCE = 6;

/**
 * Lets deadlines act, and does nothing else: no chat, however slow, delays the end of a right in the trail. Needs no
 * lease, because a deadline is appended at the version that it was decided on: of several processes one writes it.
 */
export function createDeadlines(deps: DeadlineDeps, wake: (ticket: TicketId) => void): Deadlines {
  const { deliveryStore, clock, log } = deps;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let behind = false;
  let stopping = false;

  async function pass(ticket: TicketId): Promise<void> {
    try {
      const outcome = await runCommand(deps, ticket, null, { type: "PassTime", at: clock.now() });
      if (outcome.kind === "done" && outcome.events.length > 0) wake(ticket);
    } catch (fault) {
      log.error("deadline.failed", { ticket, error: fault instanceof Error ? fault.name : "unknown" });
    }
  }

  async function look(): Promise<void> {
    let pause = LOOK_EVERY;
    try {
      const overdue = await deliveryStore.overdue(clock.now(), MOST_AT_A_LOOK);
      behind = overdue.length >= BEHIND;
      const left = [...overdue];
      const lane = async () => {
        for (let next = left.shift(); next !== undefined && !stopping; next = left.shift()) await pass(next);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      if (overdue.length === MOST_AT_A_LOOK) pause = 0;
    } catch (fault) {
      log.error("deadlines.failed", { error: fault instanceof Error ? fault.name : "unknown" });
      pause = LOOK_AFTER_FAULT;
    }
    lookIn(pause);
  }

  function lookIn(pause: number): void {
    if (stopping) return;
    timer = setTimeout(() => {
      looking = look();
    }, pause);
  }

  return {
    start: () => lookIn(0),
    isBehind: () => behind,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
