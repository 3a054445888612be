import type { TicketEvent } from "../domain/ticket/events.ts";
import type { DeviceId, IdempotencyKey, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { DueTicket, Lease } from "./delivery-store.ts";

/** The events of one command, written as one transaction or not at all. */
export interface Append {
  readonly ticket: TicketId;
  /** Optimistic concurrency: the version that the decision was made on; 0 for a new ticket. */
  readonly expectedVersion: number;
  /** Null for what the clock or a check caused. */
  readonly idempotencyKey: IdempotencyKey | null;
  readonly events: readonly TicketEvent[];
  /** The ticket after these events: the projections are derived from it. */
  readonly after: Ticket;
  /** When time alone changes this ticket next, epoch ms; null for never. */
  readonly nextDeadline: number | null;
  /** Refuses the append when the sharer then has more open tickets; absent when these events open none. */
  readonly mostOpen?: number;
  /** Leases the changed ticket for the reconciling of its cards, unless another worker has it. */
  readonly lease?: Lease;
  /** And when who opened it for another person has opened more of those that are open then. */
  readonly mostForOthers?: number;
}

export type Appended =
  /** `leased` unless no lease was wanted, or another worker has it. */
  | { readonly kind: "appended"; readonly leased?: DueTicket | null }
  /** Another command was appended first: read and decide again. */
  | { readonly kind: "conflict" }
  /** The idempotency key is in the store already, on that ticket. */
  | { readonly kind: "already-applied"; readonly ticket: TicketId }
  /** Another ticket's session has the device lock: one session per device. */
  | { readonly kind: "device-busy" }
  /** The sharer has `mostOpen` open tickets already. */
  | { readonly kind: "too-many-open" }
  /** Who opened it for another person has opened `mostForOthers` of those that are open already. */
  | { readonly kind: "too-many-for-others" }
  /** The helper's question to this person on another ticket is still open: one at a time. */
  | { readonly kind: "ask-open" };

/** The event store: one stream per ticket. What `append` has answered with `appended` survives a power cut. */
export interface TicketStore {
  /** Null when there is no such ticket. @throws {StoreUnavailable} */
  read(ticket: TicketId): Promise<Ticket | null>;
  /** @throws {StoreUnavailable} nothing was written. @throws {OutcomeUnknown} it may have been. */
  append(change: Append): Promise<Appended>;
  /**
   * Resolves when everything that was read until now would survive a power cut: another command's write may still be on
   * its way to the disk. @throws {OutcomeUnknown}
   */
  durable(): Promise<void>;
  /** The ticket that an idempotency key was applied to; null when it was not. */
  appliedTo(key: IdempotencyKey): Promise<TicketId | null>;
  /**
   * Tickets on which a helper asked for a session with this person since then, without those on which nothing has
   * happened since the last session of the two began: a yes ends what came before it. So they stay few.
   */
  ticketsAskedOn(helper: PersonId, sharer: PersonId, since: number): Promise<readonly Ticket[]>;
  /** A number never given out before; gaps are harmless. */
  nextTicketId(): Promise<TicketId>;
  /** The whole event stream of one ticket in order, with its hash chain. */
  trail(ticket: TicketId): Promise<readonly TrailEntry[]>;
}

export interface TrailEntry {
  readonly version: number;
  readonly event: TicketEvent;
  readonly hash: string;
}

/** Queries over many tickets, answered from projections. */
export interface TicketQueries {
  /** Newest first. */
  openTicketsOf(sharer: PersonId): Promise<readonly TicketSummary[]>;
  /** Every ticket of a sharer, newest first. */
  ticketsOf(sharer: PersonId, limit: number): Promise<readonly TicketSummary[]>;
  /** Tickets that a helper holds, oldest first. */
  heldBy(helper: PersonId): Promise<readonly TicketSummary[]>;
  /** Who holds or last held the newest tickets, the newest first. */
  recentHelpers(most: number): Promise<readonly PersonId[]>;
  /** Sessions, asked or live, in which this person takes part as sharer or helper. */
  sessionsWith(person: PersonId): Promise<readonly TicketSummary[]>;
  /** What is open in the helpdesk now. */
  backlog(): Promise<Backlog>;
  /** Open requests as one helper works through them: waiting, their own, others'; each group by urgency and age. */
  queueOf(helper: PersonId, page: { readonly skip: number; readonly limit: number }): Promise<QueuePage>;
  /** All sessions, asked or live. */
  runningSessions(): Promise<readonly RunningSession[]>;
}

export interface Backlog {
  readonly waiting: number;
  /** Of those that wait. */
  readonly urgent: number;
  /** When the oldest one that waits was opened, epoch ms; null when none waits. */
  readonly waitingSince: number | null;
  /** Picked up and not closed. */
  readonly inProgress: number;
}

export interface QueueEntry extends TicketSummary {
  readonly version: number;
  readonly urgency: Ticket["urgency"];
  readonly session: "asked" | "live" | null;
  /** "" once they are erased. */
  readonly sharerName: string;
  readonly helperName: string | null;
}

export interface QueuePage {
  readonly entries: readonly QueueEntry[];
  readonly more: boolean;
}

export interface RunningSession {
  readonly ticket: TicketId;
  readonly sharer: PersonId;
  readonly helper: PersonId;
}

export interface TicketSummary {
  readonly id: TicketId;
  readonly status: Ticket["status"];
  readonly subject: string;
  readonly sharer: PersonId;
  readonly helper: PersonId | null;
  readonly device: DeviceId | null;
  readonly openedAt: number;
  readonly changedAt: number;
}

/** The store could not be read or written: locked, full, read-only, unreachable. Nothing was changed. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}

/** The connection broke during a commit, which may have happened. The idempotency key keeps a retry from applying twice. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}
