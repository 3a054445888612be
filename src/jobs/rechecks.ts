import { judge } from "../domain/eligibility/judge.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { SILENT_SOURCE } from "../domain/eligibility/to-yes.ts";
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
import type { Log } from "../telemetry/log.ts";
import { atMostUntilStop } from "./stopping.ts";

export interface RecheckDeps {
  readonly store: TicketStore;
  readonly deliveryStore: Pick<DeadlineStore, "leaseChecks">;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Rechecks {
  /**
   * Checks the ticket's session at once: there is a hint that its conditions changed. Hints that wait become one; one
   * that comes during a check may be newer than what that check was told, so it has another one made.
   */
  begin(ticket: TicketId): void;
  /** Makes the checks that are due or under way; resolves with their number. @throws {StoreUnavailable} */
  runDue(): Promise<number>;
  /** Starts looking for due checks regularly. */
  start(): void;
  /** Nothing begins any more: what was waiting is left to another process, or to the next start. */
  stop(): Promise<void>;
}

/** Graph answers a check in a fraction of a second: this is hundreds of sessions, and never a storm. */
const AT_ONCE = 8;
const LOOK_EVERY = 1_000;
const LOOK_AFTER_FAULT = 5_000;

/**
 * Checks of running sessions, apart from the work on cards and deadlines: a Graph that takes its time must not keep a
 * stop from anybody's screen, and no crowd of cards or deadlines a check from being made.
 *
 * @param done a check was recorded, so the cards of that ticket may have changed.
 */
export function createRechecks(deps: RecheckDeps, done: (ticket: TicketId) => void): Rechecks {
  const waiting = new Set<TicketId>();
  const running = new Map<TicketId, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let moreIsDue = false;
  let stopping = false;

  function beginNext(): void {
    for (const ticket of waiting) {
      if (running.size >= AT_ONCE) return;
      if (running.has(ticket)) continue;
      waiting.delete(ticket);
      running.set(ticket, check(ticket));
    }
  }

  async function check(ticket: TicketId): Promise<void> {
    try {
      if (await recheck(ticket, deps)) done(ticket);
    } catch (fault) {
      deps.log.error("recheck.failed", { ticket, error: nameOf(fault) });
    }
    running.delete(ticket);
    beginNext();
    if (moreIsDue && timer !== undefined) lookIn(0);
  }

  /** One that takes longer than its patience is still being made here. */
  async function beginDue(): Promise<void> {
    const room = Math.max(0, AT_ONCE - running.size - waiting.size);
    const due = room === 0 ? [] : await deps.deliveryStore.leaseChecks(deps.clock.now(), room);
    moreIsDue = due.length === room;
    if (stopping) return;
    for (const ticket of due) if (!running.has(ticket)) waiting.add(ticket);
    beginNext();
  }

  async function look(): Promise<void> {
    timer = undefined;
    let pause = LOOK_EVERY;
    try {
      await beginDue();
    } catch (fault) {
      deps.log.error("rechecks.failed", { error: nameOf(fault) });
      pause = LOOK_AFTER_FAULT;
    }
    lookIn(pause);
  }

  function lookIn(pause: number): void {
    clearTimeout(timer);
    timer = stopping ? undefined : setTimeout(() => void look(), pause);
  }

  async function idle(): Promise<number> {
    let finished = 0;
    for (; running.size > 0; finished++) await Promise.race(running.values());
    return finished;
  }

  return {
    begin(ticket) {
      if (stopping) return;
      waiting.add(ticket);
      beginNext();
    },
    async runDue() {
      await beginDue();
      return await idle();
    },
    start: () => lookIn(0),
    async stop() {
      stopping = true;
      clearTimeout(timer);
      waiting.clear();
      await atMostUntilStop(idle());
    },
  };
}

/** @returns whether anything was recorded. @throws {StoreUnavailable} nothing was; the check is still due. */
async function recheck(id: TicketId, deps: RecheckDeps): Promise<boolean> {
  const { store, clock, log } = deps;
  const ticket = await store.read(id);
  if (ticket?.session == null) return false;
  const session = ticket.session.number;
  const verdicts = await verdictsOn(ticket, deps);
  const command = { type: "RecordCheck", session, verdicts, at: clock.now() } as const;
  const outcome = await runCommand(deps, id, null, command);
  const events = outcome.kind === "done" ? outcome.events : [];
  log.info("session.checked", { ticket: id, session, found: events.map(({ type }) => type).join(" ") });
  return events.length > 0;
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
      seen: fault.message,
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

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : "unknown");
