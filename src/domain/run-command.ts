import { type Appended, OutcomeUnknown, StoreUnavailable, type TicketStore } from "../ports/ticket-store.ts";
import type { Command } from "./ticket/commands.ts";
import { nextDeadline, passTime } from "./ticket/deadlines.ts";
import { decide, isRefusal } from "./ticket/decide.ts";
import type { TicketEvent } from "./ticket/events.ts";
import { evolve, isWorthRecording } from "./ticket/evolve.ts";
import { type IdempotencyKey, idempotencyKey, type TicketId } from "./ticket/ids.ts";
import type { Policy } from "./ticket/policy.ts";
import { AUTHORITY_REFUSALS, type Refusal, refuse } from "./ticket/refusal.ts";
import type { Ticket } from "./ticket/ticket.ts";

export type CommandResult =
  /** The command took effect, or had taken effect before and this is its repetition. */
  | { readonly kind: "done"; readonly ticket: Ticket; readonly events: readonly TicketEvent[] }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly ticket: Ticket | null };

const MOST_CONFLICTS = 8;

/**
 * Reads, decides, appends; decides again when somebody was faster. A press that is in the store already is answered
 * from there and not applied a second time. Attempts to do what is not one's own to do go into the trail.
 *
 * @throws {StoreUnavailable} nothing was changed. @throws {OutcomeUnknown} it may have been.
 */
export async function runCommand(
  { store, policy }: { readonly store: TicketStore; readonly policy: Policy },
  id: TicketId,
  press: IdempotencyKey | null,
  command: Command,
): Promise<CommandResult> {
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
    const repeated = press === null ? null : await store.appliedTo(press);
    if (repeated !== null) return repetition(store, repeated);
    const before = await store.read(id);
    const decision = decide(command, before, policy);
    if (isRefusal(decision)) {
      await recordAttempt({ store, policy }, id, press, before, command, decision);
      return { kind: "refused", refusal: decision, ticket: before };
    }
    if (decision.length === 0 && before !== null) return await asItIs(store, before);
    const appended = await append({ store, policy }, id, press, before, decision).catch((fault: unknown) =>
      appliedAllTheSame(store, press, fault),
    );
    switch (appended.kind) {
      case "appended":
        return { kind: "done", ticket: appended.after, events: decision };
      case "already-applied":
        return repetition(store, appended.ticket);
      case "device-busy":
        return { kind: "refused", refusal: refuse("device_busy"), ticket: before };
      case "conflict":
    }
  }
  throw alwaysTooLate(id);
}

async function append(
  { store, policy }: { store: TicketStore; policy: Policy },
  id: TicketId,
  press: IdempotencyKey | null,
  before: Ticket | null,
  events: readonly TicketEvent[],
) {
  const after = events.reduce<Ticket | null>((ticket, event) => evolve(ticket, id, event), before);
  if (after === null) throw new Error(`${id}: a decision without events on a ticket that does not exist`);
  const appended = await store.append({
    ticket: id,
    expectedVersion: before?.version ?? 0,
    idempotencyKey: press,
    events,
    after,
    nextDeadline: nextDeadline(after, policy),
  });
  return { ...appended, after };
}

async function repetition(store: TicketStore, id: TicketId): Promise<CommandResult> {
  const ticket = await store.read(id);
  if (ticket === null) throw new Error(`${id} was pressed on and does not exist`);
  return await asItIs(store, ticket);
}

/** What is so because of another press may not be on the disk yet, and is not answered as done before it is. */
async function asItIs(store: TicketStore, ticket: Ticket): Promise<CommandResult> {
  await store.durable();
  return { kind: "done", ticket, events: [] };
}

/** A store that was cut off while it kept a press can say afterwards whether it did. */
async function appliedAllTheSame(
  store: TicketStore,
  press: IdempotencyKey | null,
  fault: unknown,
): Promise<Extract<Appended, { kind: "already-applied" }>> {
  if (!(fault instanceof OutcomeUnknown) || press === null) throw fault;
  const ticket = await store.appliedTo(press).catch(() => null);
  if (ticket === null) throw fault;
  return { kind: "already-applied", ticket };
}

/**
 * The attempt stands after all that the clock had brought about before it. A lost race is no loss: the attempt is an
 * attempt on whatever the ticket has become. Its name is not the press's: pressed again when it is allowed, it counts.
 */
async function recordAttempt(
  deps: { store: TicketStore; policy: Policy },
  id: TicketId,
  press: IdempotencyKey | null,
  before: Ticket | null,
  command: Command,
  { refused }: Refusal,
): Promise<void> {
  if (!AUTHORITY_REFUSALS.has(refused) || !("actor" in command)) return;
  const by = command.actor.person;
  const name = press === null ? null : idempotencyKey(`${press}/refused`);
  let ticket = before;
  for (let conflicts = 0; ticket !== null && conflicts < MOST_CONFLICTS; conflicts++) {
    const at = Math.max(command.at, ticket.lastAt);
    if (!isWorthRecording(ticket, by.id, at)) return;
    const attempt: TicketEvent = { type: "AttemptRefused", command: command.type, code: refused, at, by };
    const events = [...passTime(ticket, deps.policy, at), attempt];
    const { kind } = await append(deps, id, name, ticket, events);
    if (kind !== "conflict") return;
    ticket = await deps.store.read(id);
  }
  if (ticket !== null) throw alwaysTooLate(id);
}

const alwaysTooLate = (id: TicketId): StoreUnavailable =>
  new StoreUnavailable(`${id} changed ${MOST_CONFLICTS} times while one command was decided`);
