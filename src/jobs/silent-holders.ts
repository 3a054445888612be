import { runCommand } from "../domain/run-command.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import { silenceOf } from "../domain/ticket/silence.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeadlineStore } from "../ports/deadline-store.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import type { Scheduler } from "./scheduler.ts";

interface SilentHolderDeps {
  readonly store: TicketStore;
  readonly threads: Pick<ThreadStore, "thread">;
  readonly deliveryStore: DeadlineStore;
  readonly scheduler: Scheduler;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SilentHolders {
  /** Looks at the conversations whose answer is due; resolves with the number of reminders. */
  runDue(): Promise<number>;
}

const EVERY = 5_000;
const AFTER_FAULT = 15_000;
const AT_ONCE = 20;
/** While a claim has an end already, or it is the sharer's turn, ms. */
const LOOK_AGAIN = 5 * 60_000;

/**
 * Reminds holders who answer nothing. When a message asks for an answer is kept beside the ticket (042): no action reads a
 * conversation. The reminder ends the claim at a moment, like the one after a pick-up, and the clock does the rest.
 *
 * @param changed called with the ticket after a reminder.
 */
export function createSilentHolders(
  deps: SilentHolderDeps,
  changed: (ticket: Ticket) => void,
): SilentHolders {
  const { store, threads, deliveryStore, scheduler, policy, clock, log } = deps;

  /** @returns when to look again; null when no answer is due. */
  async function look(id: TicketId): Promise<{ readonly next: number | null; readonly ticket?: Ticket }> {
    const ticket = await store.read(id);
    if (ticket === null || ticket.claim === null) return { next: null };
    const at = clock.now();
    if (ticket.session !== null || ticket.claim.leaseUntil !== null) {
      // The process may have ended after it kept the answer and before it kept the claim.
      if (ticket.claim.reminded === "answer") await unlessAnswered(ticket, at);
      return { next: at + LOOK_AGAIN };
    }
    const silence = silenceOf(ticket, await threads.thread(id), policy);
    if (silence === null || silence.remindAt === null) return { next: null };
    const { writtenAt, remindAt } = silence;
    if (remindAt > at) return { next: remindAt };
    const result = await runCommand(deps, id, null, { type: "RemindHolder", writtenAt, at });
    if (result.kind === "refused" || result.events.length === 0) return { next: at + LOOK_AGAIN };
    return { next: at + LOOK_AGAIN, ticket: await unlessAnswered(result.ticket, at) };
  }

  /** The answer may have been written after the conversation was read and before the reminder was. */
  async function unlessAnswered(reminded: Ticket, at: number): Promise<Ticket> {
    if (reminded.claim === null) return reminded;
    if (silenceOf(reminded, await threads.thread(reminded.id), policy) !== null) return reminded;
    const helper = reminded.claim.helper.id;
    const kept = await runCommand(deps, reminded.id, null, { type: "KeepClaim", helper, at });
    return kept.ticket ?? reminded;
  }

  async function runDue(): Promise<number> {
    let reminded = 0;
    for (const { ticket: id, due } of await deliveryStore.leaseAnswers(clock.now(), AT_ONCE)) {
      if (scheduler.isStopping) break;
      try {
        const { next, ticket } = await look(id);
        await deliveryStore.recordAnswerDue(id, due, next);
        if (ticket === undefined) continue;
        reminded += 1;
        log.info("holder.reminded", { ticket: id });
        changed(ticket);
      } catch (fault) {
        log.error("holder.not-reminded", { ticket: id, error: faultName(fault) });
      }
    }
    return reminded;
  }

  scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: AFTER_FAULT,
    faultEvent: "holders.failed",
    async run() {
      await runDue();
      return false;
    },
  });
  return { runDue };
}
