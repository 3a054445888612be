import { judge } from "../eligibility/judge.ts";
import type { EligibilityPolicy } from "../eligibility/policy.ts";
import { SILENT_SOURCE } from "../eligibility/to-yes.ts";
import type { Log } from "../log.ts";
import type { Clock } from "../ports/clock.ts";
import { type Directory, DirectoryUnavailable } from "../ports/directory.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { runCommand } from "../run-command.ts";
import type { CommandOf } from "../ticket/commands.ts";
import type { Verdict } from "../ticket/finding.ts";
import type { TicketId } from "../ticket/ids.ts";
import type { Level } from "../ticket/level.ts";
import type { Policy } from "../ticket/policy.ts";
import type { Ticket } from "../ticket/ticket.ts";

export interface RecheckDeps {
  readonly store: TicketStore;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Rechecks {
  /** Checks the ticket's session soon, in the background. A check that waits already is enough. */
  begin(ticket: TicketId): void;
  /** When nothing is under way; resolves with the number of checks that it waited for. */
  idle(): Promise<number>;
  /** Nothing begins any more: what was waiting is left to another process, or to the next start. */
  stop(): Promise<void>;
}

/** Graph answers a check in a fraction of a second: this is hundreds of sessions, and never a storm. */
const AT_ONCE = 8;

/**
 * Checks of running sessions, apart from the work on cards and deadlines: a Graph that takes its time must not keep a
 * stop from anybody's screen.
 *
 * @param done a check was recorded, so the cards of that ticket may have changed.
 */
export function createRechecks(deps: RecheckDeps, done: (ticket: TicketId) => void): Rechecks {
  const waiting = new Set<TicketId>();
  const running = new Set<Promise<void>>();
  let stopping = false;

  function next(): void {
    const [ticket] = waiting;
    if (ticket === undefined || running.size >= AT_ONCE) return;
    waiting.delete(ticket);
    const work = recheck(ticket, deps)
      .then((changed) => changed && done(ticket))
      .catch((fault: unknown) => deps.log.error("recheck.failed", { ticket, error: nameOf(fault) }))
      .then(() => {
        running.delete(work);
        next();
      });
    running.add(work);
  }

  async function idle(): Promise<number> {
    let finished = 0;
    for (; running.size > 0; finished++) await Promise.race(running);
    return finished;
  }

  return {
    begin(ticket) {
      if (stopping) return;
      waiting.add(ticket);
      next();
    },
    idle,
    async stop() {
      stopping = true;
      waiting.clear();
      await idle();
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
