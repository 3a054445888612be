import { runCommand } from "../domain/run-command.ts";
import { nextDeadline } from "../domain/ticket/deadlines.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { OverdueTicket } from "../ports/deadline-store.ts";
import type { DeliveryStore } from "../ports/delivery-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import type { Log } from "../telemetry/log.ts";
import { atMostUntilStop } from "./stopping.ts";

export interface DeadlineDeps {
  readonly store: TicketStore;
  readonly deliveryStore: DeliveryStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
}

export interface Deadlines {
  start(): void;
  /** Lets those act that are due now; resolves with the number of those that did. @throws {StoreUnavailable} */
  runDue(): Promise<number>;
  /** So many are overdue that cards, which prolong nothing, give way to them. */
  isBehind(): boolean;
  stop(): Promise<void>;
}

const LOOK_EVERY = 200;
const LOOK_AFTER_FAULT = 2_000;
const MOST_AT_A_LOOK = 100;
const BEHIND = 25;
/** Fewer than the store has connections: people's presses need some too. */
const AT_ONCE = 6;
/** How long until a deadline that failed is tried again, by failed tries in a row, ms. */
const PATIENCE = [1_000, 5_000, 30_000, 120_000, 600_000] as const;

/**
 * Lets deadlines act, and does nothing else: no chat, however slow, delays the end of a right in the trail. Needs no
 * lease, because a deadline is appended at the version that it was decided on: of several processes one writes it. One
 * that cannot act waits by itself, ever longer, and no other waits for it.
 */
export function createDeadlines(deps: DeadlineDeps, wake: (ticket: TicketId) => void): Deadlines {
  const { deliveryStore, clock, log, policy } = deps;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let behind = false;
  let moreIsDue = false;
  let stopping = false;

  /** @throws {StoreUnavailable} when not even that it failed can be noted. */
  async function pass({ ticket, tries }: OverdueTicket): Promise<boolean> {
    const at = clock.now();
    try {
      const outcome = await runCommand(deps, ticket, null, { type: "PassTime", at });
      if (outcome.kind !== "done") throw new Error(`time does not pass: ${outcome.refusal.refused}`);
      if (outcome.events.length === 0) await correct(outcome.ticket, at);
      else wake(ticket);
      return outcome.events.length > 0;
    } catch (fault) {
      log.error("deadline.failed", { ticket, tries: tries + 1, error: nameOf(fault) });
      const patience = PATIENCE[Math.min(tries, PATIENCE.length - 1)] ?? 0;
      await deliveryStore.postponeDeadline(ticket, at, at + patience);
      return false;
    }
  }

  /** It was noted under another policy, or somebody was faster: it is due when the ticket says so. */
  async function correct(ticket: Ticket, at: number): Promise<void> {
    const next = nextDeadline(ticket, policy);
    if (next !== null && next <= at) throw new Error("a deadline that has come brings nothing");
    await deliveryStore.recordDeadline(ticket.id, ticket.version, next);
  }

  async function runDue(): Promise<number> {
    const overdue = await deliveryStore.overdue(clock.now(), MOST_AT_A_LOOK);
    behind = overdue.filter(({ tries }) => tries === 0).length >= BEHIND;
    moreIsDue = overdue.length === MOST_AT_A_LOOK;
    const left = [...overdue];
    let acted = 0;
    const lane = async () => {
      for (let next = left.shift(); next !== undefined && !stopping; next = left.shift()) {
        if (await pass(next)) acted++;
      }
    };
    // A lane ends at a fault of the store; the others go on, because it may be the fault of one row.
    const lanes = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
    const failed = lanes.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    return acted;
  }

  async function look(): Promise<void> {
    let pause = LOOK_EVERY;
    try {
      await runDue();
      if (moreIsDue) pause = 0;
    } catch (fault) {
      log.error("deadlines.failed", { error: nameOf(fault) });
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
    runDue,
    start: () => lookIn(0),
    isBehind: () => behind,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await atMostUntilStop(looking);
    },
  };
}

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : "unknown");
