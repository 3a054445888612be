import type { DueTicket, Lease } from "../ports/delivery-store.ts";
import { type Appended, OutcomeUnknown, StoreUnavailable, type TicketStore } from "../ports/ticket-store.ts";
import type { Command } from "./ticket/commands.ts";
import { nextDeadline, passTime } from "./ticket/deadlines.ts";
import { decide, isRefusal } from "./ticket/decide.ts";
import type { TicketEvent } from "./ticket/events.ts";
import { evolve, isWorthRecording } from "./ticket/evolve.ts";
import { type IdempotencyKey, idempotencyKey, type TicketId } from "./ticket/ids.ts";
import type { Person } from "./ticket/person.ts";
import type { Policy } from "./ticket/policy.ts";
import { AUTHORITY_REFUSALS, type Refusal, type RefusalCode, refuse } from "./ticket/refusal.ts";
import type { Ticket } from "./ticket/ticket.ts";

export type CommandResult =
  /** The command took effect, or had taken effect before and this is its repetition. */
  | {
      readonly kind: "done";
      readonly ticket: Ticket;
      readonly events: readonly TicketEvent[];
      /** The reconciling of its cards, which the caller then begins. */
      readonly leased?: DueTicket | null;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly ticket: Ticket | null };

const MOST_CONFLICTS = 8;

/**
 * Reads, decides, appends with optimistic concurrency, and decides again after a conflict. A command whose idempotency
 * key is in the store is not applied a second time. Unauthorized attempts are recorded as events.
 *
 * @param known the ticket as the caller has just read it: when the command changes it, nothing is read again, because the
 * append finds a newer version and a key that is in the store.
 * @throws {StoreUnavailable} nothing was changed. @throws {OutcomeUnknown} it may have been.
 */
export async function runCommand(
  deps: Deps,
  id: TicketId,
  key: IdempotencyKey | null,
  command: Command,
  known: Ticket | null = null,
): Promise<CommandResult> {
  const { store, policy } = deps;
  if (known !== null) {
    const decision = decide(command, known, policy);
    const result = changes(decision) ? await apply(deps, id, key, known, command, decision) : null;
    if (result !== null) return result;
  }
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
    const repeated = key === null ? null : await store.appliedTo(key);
    if (repeated !== null) return repetition(store, repeated);
    const before = await store.read(id);
    const decision = decide(command, before, policy);
    if (isRefusal(decision)) {
      await recordRefusal(deps, key, before, command, decision);
      return { kind: "refused", refusal: decision, ticket: before };
    }
    if (!changes(decision) && before !== null) return await asItIs(store, before);
    const result = await apply(deps, id, key, before, command, decision);
    if (result !== null) return result;
  }
  throw tooManyConflicts(id);
}

interface Deps {
  readonly store: TicketStore;
  readonly policy: Policy;
  /** For a caller that reconciles the cards of what it changed. */
  newLease?(): Lease;
}

const changes = (decision: readonly TicketEvent[] | Refusal): decision is readonly TicketEvent[] =>
  !isRefusal(decision) && decision.length > 0;

/** @returns null when the ticket has changed since `before`. */
async function apply(
  deps: Deps,
  id: TicketId,
  key: IdempotencyKey | null,
  before: Ticket | null,
  command: Command,
  events: readonly TicketEvent[],
): Promise<CommandResult | null> {
  const { store, policy } = deps;
  const appended = await append(deps, id, key, before, events, deps.newLease?.()).catch((fault: unknown) =>
    appliedDespite(store, key, fault),
  );
  switch (appended.kind) {
    case "appended":
      return { kind: "done", ticket: appended.after, events, leased: appended.leased ?? null };
    case "already-applied":
      return repetition(store, appended.ticket);
    case "device-busy":
      return { kind: "refused", refusal: refuse("device_busy"), ticket: before };
    case "too-many-open":
      return { kind: "refused", refusal: tooManyOpen(appended.after, command, policy), ticket: before };
    case "too-many-for-others": {
      const most = mostForOthers(policy);
      return { kind: "refused", refusal: refuse("opened_for_others_full", { most }), ticket: before };
    }
    case "ask-open": {
      const who = before?.sharer.name.text ?? null;
      return { kind: "refused", refusal: refuse("ask_pending_elsewhere", { who }), ticket: before };
    }
    case "conflict":
      return null;
  }
}

async function append(
  { store, policy }: Deps,
  id: TicketId,
  key: IdempotencyKey | null,
  before: Ticket | null,
  events: readonly TicketEvent[],
  lease?: Lease,
) {
  const after = events.reduce<Ticket | null>((ticket, event) => evolve(ticket, id, event), before);
  if (after === null) throw new Error(`${id}: a decision without events on a ticket that does not exist`);
  const opens = events.some(({ type }) => type === "TicketOpened" || type === "TicketReopened");
  const appended = await store.append({
    ticket: id,
    expectedVersion: before?.version ?? 0,
    idempotencyKey: key,
    events,
    after,
    nextDeadline: nextDeadline(after, policy),
    ...(lease && { lease }),
    ...(opens && { mostOpen: policy.limits.openRequests }),
    ...(before === null && { mostForOthers: mostForOthers(policy) }),
  });
  return { ...appended, after };
}

/** Who answers the phone for the helpdesk opens more than they would for themselves. */
const mostForOthers = ({ limits }: Policy): number => 5 * limits.openRequests;

function tooManyOpen({ sharer }: Ticket, command: Command, { limits }: Policy): Refusal {
  const most = limits.openRequests;
  const isOwn = "actor" in command && command.actor.person.id === sharer.id;
  if (isOwn) return refuse("open_requests_full", { most });
  return refuse("open_requests_of_sharer_full", { most, who: sharer.name.text });
}

async function repetition(store: TicketStore, id: TicketId): Promise<CommandResult> {
  const ticket = await store.read(id);
  if (ticket === null) throw new Error(`${id} has an idempotency key and does not exist`);
  return await asItIs(store, ticket);
}

/** The state may come from a command that is not on the disk yet; it is not answered as done before it is. */
async function asItIs(store: TicketStore, ticket: Ticket): Promise<CommandResult> {
  await store.durable();
  return { kind: "done", ticket, events: [] };
}

/** After a commit of unknown outcome, the idempotency key shows whether it happened. */
async function appliedDespite(
  store: TicketStore,
  key: IdempotencyKey | null,
  fault: unknown,
): Promise<Extract<Appended, { kind: "already-applied" }>> {
  if (!(fault instanceof OutcomeUnknown) || key === null) throw fault;
  const ticket = await store.appliedTo(key).catch(() => null);
  if (ticket === null) throw fault;
  return { kind: "already-applied", ticket };
}

/** It has an idempotency key of its own, so that the same action can be applied later when it is allowed. */
async function recordRefusal(
  deps: Deps,
  key: IdempotencyKey | null,
  before: Ticket | null,
  command: Command,
  { refused: code }: Refusal,
): Promise<void> {
  if (!AUTHORITY_REFUSALS.has(code) || !("actor" in command) || before === null) return;
  const attemptKey = key === null ? null : idempotencyKey(`${key}/refused`);
  const attempt = { command: command.type, code, by: command.actor.person, at: command.at };
  await recordAttempt(deps, attemptKey, before, attempt);
}

interface RefusedAttempt {
  readonly command: Command["type"];
  readonly code: RefusalCode;
  readonly by: Person;
  readonly at: number;
}

/** Recorded after the events of time that has passed, and retried on the new state after a conflict. */
export async function recordAttempt(
  deps: Deps,
  key: IdempotencyKey | null,
  before: Ticket,
  tried: RefusedAttempt,
): Promise<void> {
  const { id } = before;
  let ticket: Ticket | null = before;
  for (let conflicts = 0; ticket !== null && conflicts < MOST_CONFLICTS; conflicts++) {
    const at = Math.max(tried.at, ticket.lastAt);
    if (!isWorthRecording(ticket, tried.by.id, at)) return;
    const attempt: TicketEvent = { type: "AttemptRefused", ...tried, at };
    const events = [...passTime(ticket, deps.policy, at), attempt];
    const { kind } = await append(deps, id, key, ticket, events);
    if (kind !== "conflict") return;
    ticket = await deps.store.read(id);
  }
  if (ticket !== null) throw tooManyConflicts(id);
}

const tooManyConflicts = (id: TicketId): StoreUnavailable =>
  new StoreUnavailable(`${id} changed ${MOST_CONFLICTS} times while one command was decided`);
