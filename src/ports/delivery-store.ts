import type { TicketId } from "../ticket/ids.ts";
import type { Address } from "./messenger.ts";

/** A card as it was last sent, so that it can be compared and updated. */
export interface PostedSurface {
  /** Names the surface within its ticket: `ticket-channel`, `consent:3`. */
  readonly key: string;
  readonly address: Address;
  /** Null while the outcome of the post is unknown. */
  readonly activityId: string | null;
  /** SHA-256 of the card's JSON as last sent. */
  readonly hash: string;
  readonly postedAt: number;
}

/** A ticket that somebody has to look after: its cards are behind, or a deadline has come. */
export interface DueTicket {
  readonly ticket: TicketId;
  readonly cardsAreBehind: boolean;
  readonly deadlineHasCome: boolean;
  /** Failed tries in a row. */
  readonly tries: number;
}

/** What background work needs to know and to note. A lease keeps several processes out of each other's way. */
export interface DeliveryStore {
  /** Tickets due at `at` and not leased, oldest first; they are leased to `worker` until `leaseUntil`. */
  leaseDue(worker: string, at: number, leaseUntil: number, limit: number): Promise<readonly DueTicket[]>;
  /** Leases one ticket if it is free; null when another worker has it. */
  lease(ticket: TicketId, worker: string, at: number, leaseUntil: number): Promise<DueTicket | null>;
  /**
   * Gives the lease back and notes up to which version the cards are true. A ticket that changed in the meantime
   * stays due.
   */
  settle(ticket: TicketId, worker: string, cardsVersion: number): Promise<void>;
  /** Gives the lease back after a failure: the ticket is due again at `retryAt`. */
  postpone(ticket: TicketId, worker: string, retryAt: number): Promise<void>;
  posted(ticket: TicketId): Promise<readonly PostedSurface[]>;
  recordPosted(ticket: TicketId, surface: PostedSurface): Promise<void>;
  forgetPosted(ticket: TicketId, key: string): Promise<void>;
  /** Makes the cards of a ticket due again, though nothing changed: somebody pressed an old card. */
  redraw(ticket: TicketId, key: string): Promise<void>;
}
