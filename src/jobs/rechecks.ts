import { judge, SILENT_SOURCE } from "../domain/eligibility/judge.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { runCommand } from "../domain/run-command.ts";
import type { CommandOf } from "../domain/ticket/commands.ts";
import type { Verdict } from "../domain/ticket/finding.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeadlineStore } from "../ports/deadline-store.ts";
import { type Directory, DirectoryUnavailable } from "../ports/directory.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import type { Scheduler } from "./scheduler.ts";

export interface RecheckDeps {
  readonly store: TicketStore;
  readonly deliveryStore: DeadlineStore;
  readonly scheduler: Scheduler;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly clock: Clock;
  readonly log: Log;
}

interface Rechecks {
  /**
   * Checks the ticket's session at once, because its conditions may have changed. Hints that wait become one check; a
   * hint during a check causes another one, because that check may have read what was so before.
   */
  begin(ticket: TicketId): void;
  /** Makes the checks that are due or in progress; resolves with their number. @throws {StoreUnavailable} */
  runDue(): Promise<number>;
}

/** Graph answers a check in a fraction of a second: enough for hundreds of sessions, and no burst. */
const AT_ONCE = 8;
const EVERY = 1_000;
const AFTER_FAULT = 5_000;

/**
 * Checks the conditions of running sessions. Apart from cards and deadlines, so that a slow Graph delays no stop and a
 * crowd of cards delays no check.
 *
 * @param changed called with the ticket after a check that recorded something.
 */
export function createRechecks(deps: RecheckDeps, changed: (ticket: Ticket) => void): Rechecks {
  const { scheduler } = deps;
  const waiting = new Set<TicketId>();
  const running = new Map<TicketId, Promise<void>>();
  let isMoreDue = false;

  function beginNext(): void {
    if (scheduler.isStopping) return;
    for (const ticket of waiting) {
      if (running.size >= AT_ONCE) return;
      if (running.has(ticket)) continue;
      waiting.delete(ticket);
      running.set(ticket, check(ticket));
    }
  }

  async function check(ticket: TicketId): Promise<void> {
    try {
      const after = await recheck(ticket, deps);
      if (after !== null) changed(after);
    } catch (fault) {
      deps.log.error("recheck.failed", { ticket, error: faultName(fault) });
    }
    running.delete(ticket);
    beginNext();
    if (isMoreDue) loop.hasten();
  }

  /** A check that takes longer than its lease is still in progress here. */
  async function beginDue(): Promise<void> {
    const room = Math.max(0, AT_ONCE - running.size - waiting.size);
    const due = room === 0 ? [] : await deps.deliveryStore.leaseChecks(deps.clock.now(), room);
    isMoreDue = due.length === room;
    for (const ticket of due) if (!running.has(ticket)) waiting.add(ticket);
    beginNext();
  }

  async function inProgress(): Promise<number> {
    let finished = 0;
    for (; running.size > 0; finished++) await Promise.race(running.values());
    return finished;
  }

  const loop = scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: AFTER_FAULT,
    faultEvent: "rechecks.failed",
    async run() {
      await beginDue();
      return false;
    },
    inProgress,
  });

  return {
    begin(ticket) {
      waiting.add(ticket);
      beginNext();
    },
    async runDue() {
      await beginDue();
      return await inProgress();
    },
  };
}

/** @returns the ticket when something was recorded. @throws {StoreUnavailable} nothing was; the check is still due. */
async function recheck(id: TicketId, deps: RecheckDeps): Promise<Ticket | null> {
  const { store, clock, log } = deps;
  const ticket = await store.read(id);
  if (ticket?.session == null) return null;
  const session = ticket.session.number;
  const verdicts = await verdictsOn(ticket, deps);
  const command = { type: "RecordCheck", session, verdicts, at: clock.now() } as const;
  const result = await runCommand(deps, id, null, command);
  const events = result.kind === "done" ? result.events : [];
  log.info("session.checked", { ticket: id, session, found: events.map(({ type }) => type).join(" ") });
  return events.length > 0 ? result.ticket : null;
}

async function verdictsOn({ sharer, session }: Ticket, deps: RecheckDeps): Promise<Verdicts> {
  const { directory, eligibility } = deps;
  const device = session?.device.id ?? null;
  const helper = session?.helper.id ?? null;
  try {
    const facts = await directory.facts({ sharer: sharer.id, device, helper }, "background");
    return atEachLevel((level) => judge(facts, eligibility, level));
  } catch (fault) {
    if (!(fault instanceof DirectoryUnavailable)) throw fault;
    const finding = {
      check: SILENT_SOURCE,
      outcome: "unknown",
      seen: fault.why,
      owner: "helper",
    } as const;
    return atEachLevel((level) => ({ level, verdict: "deny", findings: [finding] }));
  }
}

type Verdicts = CommandOf<"RecordCheck">["verdicts"];

const atEachLevel = (verdict: (level: Level) => Verdict): Verdicts => ({
  view: verdict("view"),
  control: verdict("control"),
  elevation: verdict("elevation"),
});
