import type { TicketEvent } from "../domain/ticket/events.ts";
import type { DeviceId, IdempotencyKey, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";

/** What one press brings about, written as one transaction or not at all. */
export interface Append {
  readonly ticket: TicketId;
  /** The version that the decision was made on; 0 for a ticket that does not exist yet. */
  readonly expectedVersion: number;
  /** Null for what the clock or a check brought about. */
  readonly idempotencyKey: IdempotencyKey | null;
  readonly events: readonly TicketEvent[];
  /** The ticket after these events: the projections are drawn from it. */
  readonly after: Ticket;
  /** When time alone brings something about for this ticket, epoch ms; null for never. */
  readonly nextDeadline: number | null;
}

export type Appended =
  | { readonly kind: "appended" }
  /** Somebody was faster: read again and decide again. */
  | { readonly kind: "conflict" }
  /** This very press is in the store, on that ticket. */
  | { readonly kind: "already-applied"; readonly ticket: TicketId }
  /** Another ticket's session holds the device: one session per device, whoever asks. */
  | { readonly kind: "device-busy" };

/** The trail of every ticket. What `append` has answered with `appended` survives a crash. */
export interface TicketStore {
  /** Null when there is no such ticket. @throws {StoreUnavailable} */
  read(ticket: TicketId): Promise<Ticket | null>;
  /** @throws {StoreUnavailable} nothing was written. @throws {OutcomeUnknown} it may have been. */
  append(change: Append): Promise<Appended>;
  /**
   * Resolves when everything that was read until now would survive a power cut: what somebody else has just written may
   * be on its way to the disk. @throws {OutcomeUnknown}
   */
  durable(): Promise<void>;
  /** The ticket that a press was applied to; null when it was not. */
  appliedTo(press: IdempotencyKey): Promise<TicketId | null>;
  /** A number never given out before; gaps are harmless. */
  nextTicketId(): Promise<TicketId>;
  /** The whole trail of one ticket in order, with its chain. */
  trail(ticket: TicketId): Promise<readonly TrailEntry[]>;
}

export interface TrailEntry {
  readonly version: number;
  readonly event: TicketEvent;
  readonly hash: string;
}

/** Questions over many tickets, answered from the projections. */
export interface TicketQueries {
  /** Newest first. */
  openTicketsOf(sharer: PersonId): Promise<readonly TicketSummary[]>;
  /** Every ticket of a sharer, newest first. */
  ticketsOf(sharer: PersonId, limit: number): Promise<readonly TicketSummary[]>;
  /** Tickets that a helper holds, oldest first. */
  heldBy(helper: PersonId): Promise<readonly TicketSummary[]>;
  /** Sessions, asked or live, in which this person takes part as sharer or helper. */
  sessionsWith(person: PersonId): Promise<readonly TicketSummary[]>;
  /** All sessions, asked or live, of whomever. */
  runningSessions(): Promise<readonly RunningSession[]>;
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

/** The store was cut off while it kept something: nobody knows whether it is kept. The press counts once all the same. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}
