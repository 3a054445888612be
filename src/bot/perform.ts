import { explain as explainFinding } from "../cards/findings.ts";
import { type Words, wordsFor } from "../cards/text/words.ts";
import { toYes } from "../domain/eligibility/judge.ts";
import { type CommandResult, runCommand } from "../domain/run-command.ts";
import type { Command, UserCommand } from "../domain/ticket/commands.ts";
import type { IdempotencyKey, TicketId } from "../domain/ticket/ids.ts";
import { type Actor, person, type Roles } from "../domain/ticket/person.ts";
import type { Refusal } from "../domain/ticket/refusal.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { Directory } from "../ports/directory.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { BotDeps, Caller } from "./action.ts";

/** Runs a command, logs its result and starts the delivery. @param known see `runCommand`. */
export async function perform(
  deps: BotDeps,
  ticket: TicketId,
  key: IdempotencyKey,
  command: Command,
  known: Ticket | null = null,
): Promise<CommandResult> {
  const result = await runCommand(deps, ticket, key, command, known);
  const actor = "actor" in command ? command.actor.person.id : null;
  const about = { ticket, command: command.type, actor };
  if (result.kind === "refused") {
    deps.log.info("command.refused", { ...about, code: result.refusal.refused });
  } else {
    deps.log.info("command.done", { ...about, events: result.events.length });
  }
  const leased = result.kind === "done" ? result.leased : null;
  deps.wake(result.ticket?.id ?? ticket, result.ticket ?? undefined, leased);
  return result;
}

/** The command is decided by now: a store that fails afterwards must not be answered as if nothing had happened. */
export async function unlessUnavailable<Value>(
  { log }: BotDeps,
  work: Promise<Value>,
): Promise<Value | null> {
  try {
    return await work;
  } catch (fault) {
    if (!(fault instanceof StoreUnavailable)) throw fault;
    log.warn("answer.without-records", { error: fault.name });
    return null;
  }
}

const NO_ROLES: Roles = { helper: false, lead: false };

/** Commands that only a helper may give, also on a ticket that they hold: after leaving the group one can only let go. */
const FOR_HELPERS: ReadonlySet<UserCommand["type"]> = new Set(["ClaimTicket", "HandOver", "ResolveTicket"]);

/** Eligibility judges these, with the check `helper-in-group` in the same round trip. */
const JUDGED: ReadonlySet<UserCommand["type"]> = new Set([
  "AskForView",
  "AskForEscalation",
  "AskForExtension",
]);

/**
 * Who acts on a ticket, with the roles that matter for the command. The ticket itself knows its sharer and the holder
 * of its claim, so taking access back (above all: stop) works while Graph is down.
 *
 * @throws {DirectoryUnavailable} when roles matter and Graph cannot tell them.
 */
export async function actorOn(
  ticket: Ticket,
  caller: Caller,
  command: UserCommand["type"],
  directory: Directory,
): Promise<Actor> {
  if (caller.id === ticket.sharer.id) return { person: ticket.sharer, roles: NO_ROLES };
  const holder = ticket.claim?.helper;
  if (caller.id === holder?.id && !FOR_HELPERS.has(command)) {
    return { person: holder, roles: { helper: JUDGED.has(command), lead: false } };
  }
  return staffActor(caller, directory);
}

/** @throws {DirectoryUnavailable} */
export async function staffActor(caller: Caller, directory: Directory): Promise<Actor> {
  const { person: facts, roles } = await directory.staff(caller.id);
  return { person: person(caller.id, facts.displayName, facts.jobTitle), roles };
}

/** A refusal in a sentence, with times on the reader's clock, and what would turn it into a yes. */
export function explain(
  refusal: Refusal,
  reader: ReaderLocale,
  { clock }: { readonly clock: Clock },
): string {
  const words = wordsFor(reader);
  const audience = refusal.refused === "hand_over_without_right" ? "colleague" : "helper";
  const reasons = toYes({ findings: refusal.findings ?? [] }).flatMap((finding) => {
    const { sentence, remedy, who } = explainFinding(finding, audience, words);
    return [sentence, remedy, who];
  });
  return [refusalIn(words, refusal, clock.now()), ...reasons].filter(Boolean).join(" ");
}

export const refusalIn = (
  { say, moment }: Words,
  { refused, who, when, most }: Refusal,
  now: number,
): string =>
  say(`refusal.${refused}`, {
    who: who ?? say("refusal.somebody"),
    when: when === undefined ? say("refusal.earlier") : moment(when, now),
    most: most ?? 0,
  });
