import { recordAttempt } from "../domain/run-command.ts";
import { mayHelp, takesPart } from "../domain/ticket/authority.ts";
import type { UserCommand } from "../domain/ticket/commands.ts";
import type { IdempotencyKey, TicketId } from "../domain/ticket/ids.ts";
import { type Actor, person } from "../domain/ticket/person.ts";
import { refuse } from "../domain/ticket/refusal.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { BotDeps, Caller } from "./action.ts";
import { explain, unlessUnavailable } from "./perform.ts";

/** What the caller tried to do; recorded on a ticket in which they have no part. */
interface Attempt {
  readonly command: UserCommand["type"];
  readonly key: IdempotencyKey;
}

interface Known {
  readonly ticket: Ticket;
  /** The caller with their roles, when Graph had to be asked for them. */
  readonly actor: Actor | null;
}

/**
 * The ticket, for people who have a part in it: its sharer, everybody who ever held it, the helpdesk and its auditors. To
 * everybody else it does not exist: they get the same answer after the same questions, and the attempt is counted.
 *
 * @returns null when there is no such ticket for the caller; the answer is `noSuchTicket`.
 * @throws {DirectoryUnavailable} when Graph cannot tell the roles, whether the ticket exists or not.
 */
export async function ticketFor(
  id: TicketId,
  caller: Caller,
  attempt: Attempt | null,
  deps: BotDeps,
): Promise<Known | null> {
  const ticket = await deps.store.read(id);
  if (ticket !== null && takesPart(caller.id, ticket)) return { ticket, actor: null };
  const { person: facts, roles, auditor = false } = await deps.directory.staff(caller.id);
  const by = person(caller.id, facts.displayName, facts.jobTitle);
  if (mayHelp(roles) || auditor) return ticket === null ? null : { ticket, actor: { person: by, roles } };
  await countProbe(caller, deps);
  if (ticket !== null && attempt !== null) {
    const tried = { command: attempt.command, code: "not_involved", by, at: deps.clock.now() } as const;
    await unlessUnavailable(deps, recordAttempt(deps, attempt.key, ticket, tried));
  }
  return null;
}

/** One sentence for a ticket that does not exist and for one in which the caller has no part. */
export const noSuchTicket = (caller: Caller, deps: BotDeps) => ({
  say: explain(refuse("no_such_ticket"), caller, deps),
});

/** Counts that somebody without a role asked for a ticket that does not exist for them. */
export async function countProbe({ id }: Caller, deps: BotDeps): Promise<void> {
  deps.log.info("request.probed", { caller: id });
  await unlessUnavailable(deps, deps.store.countProbe(id, deps.clock.now()));
}
