import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { DeadlineStore } from "./deadline-store.ts";
import type { Address } from "./messenger.ts";

/** A card as it was last sent, so that it can be compared and updated. */
export interface PostedCard {
  /** Names the card slot within its ticket: `ticket-channel`, `consent:3`. */
  readonly key: string;
  readonly address: Address;
  /** Null while the outcome of the post is unknown. */
  readonly activityId: string | null;
  /** Fingerprint of the card as last sent, without its photo; empty when unknown. */
  readonly hash: string;
  readonly postedAt: number;
  /** Until then a request whose outcome is unknown may still take effect; null when every outcome is known. */
  readonly outcomeUnknownUntil: number | null;
  /** A repost as a new message, at the end of the chat, is requested. */
  readonly repostRequested: boolean;
  /** How many sends of it were begun: the expected version of the next write. A worker that knows of fewer is superseded. */
  readonly sendCount: number;
}

/** What kept a summary from its manager: it waits for them, or a channel got it instead. */
export type SummaryGap = "waits" | "went-to-channel";

/** A worker's claim on the cards of a ticket, until a moment; epoch ms. */
export interface Lease {
  readonly worker: string;
  readonly at: number;
  readonly until: number;
}

/** A leased ticket whose cards are to be reconciled. */
export interface DueTicket {
  readonly ticket: TicketId;
  /** The ticket's version when it was leased. */
  readonly version: number;
  readonly deadlineHasCome: boolean;
  /** Failed tries in a row. */
  readonly tries: number;
}

/** What the processes on one store know of one another. A few small rows; read every few seconds, never per send. */
export interface SharedLimits {
  /** Heartbeat: this worker counts as live until then, epoch ms. A worker that stops passes the present moment. */
  beat(worker: string, until: number): Promise<void>;
  /** Keeps a `Retry-After` of Teams for all processes. @param key a conversation, or a tenant. A later end stays. */
  pause(key: string, until: number): Promise<void>;
  /** At a moment: how many workers have a heartbeat that has not expired, and until when each key is paused. */
  shared(at: number): Promise<{ readonly workers: number; readonly pauses: ReadonlyMap<string, number> }>;
}

/** Delivery state. A lease gives one process at a time the cards of a ticket. */
export interface DeliveryStore extends DeadlineStore, SharedLimits {
  /** Tickets whose cards are due at `at` and not leased, oldest first; they are leased to `worker` until `leaseUntil`. */
  leaseDue(worker: string, at: number, leaseUntil: number, limit: number): Promise<readonly DueTicket[]>;
  /** Leases one ticket if it is free, or leased to this worker already; null when another one has it. */
  lease(ticket: TicketId, worker: string, at: number, leaseUntil: number): Promise<DueTicket | null>;
  /**
   * Gives the lease back and records the version that the cards are up to date with. A ticket that changed meanwhile
   * stays due; one whose lease was lost becomes due, because two workers may have sent cards.
   */
  settle(ticket: TicketId, worker: string, cardsVersion: number): Promise<void>;
  /**
   * Gives the lease back: the ticket is due again at `retryAt`, at once if the lease was lost. Failures in a row are
   * counted.
   */
  postpone(ticket: TicketId, worker: string, retryAt: number, hasFailed?: boolean): Promise<void>;
  /** Extends the leases of a worker that is still busy. A lost lease stays lost. */
  renew(worker: string, tickets: readonly TicketId[], leaseUntil: number): Promise<void>;
  /** Gives every lease of a worker back when it stops, so that others continue at once. */
  release(worker: string): Promise<void>;
  /** The ticket is due as soon as this person, or this channel's conversation id, can be written to again. */
  waitFor(ticket: TicketId, whom: PersonId | string): Promise<void>;
  isWaitingFor(ticket: TicketId, whom: PersonId | string): Promise<boolean>;
  posted(ticket: TicketId): Promise<readonly PostedCard[]>;
  /** Records a message that is posted already and that no other worker can be updating. */
  recordPosted(ticket: TicketId, surface: PostedCard): Promise<void>;
  /**
   * Records that a card is about to be sent, so that after a crash its outcome is known to be unknown.
   * @param begun one more send than `before`. @returns false when superseded since `before` was read: do not send.
   */
  beginSend(ticket: TicketId, begun: PostedCard, before: PostedCard | null): Promise<boolean>;
  /**
   * Records the outcome of a send. A repost that was requested meanwhile stays requested.
   * @param now null when there is no such card after all.
   * @returns false when superseded since `begun`: nothing was recorded, and what is posted is unknown.
   */
  endSend(ticket: TicketId, begun: PostedCard, now: PostedCard | null): Promise<boolean>;
  /**
   * An action on a card shows that a post of unknown outcome did arrive: from now on this message is updated.
   * A message in which another card lives is not adopted, also under concurrent calls.
   * @returns the message that is updated in that conversation; null when none is known, or another card lives in this one.
   */
  adopt(ticket: TicketId, key: string, conversationId: string, activityId: string): Promise<string | null>;
  /** The card that lives in a message; null when none does. */
  cardIn(
    conversationId: string,
    activityId: string,
  ): Promise<{ readonly ticket: TicketId; readonly key: string } | null>;
  /**
   * Has a card sent again though its content did not change: an action came from an outdated message, or a worker was
   * superseded. Supersedes an update under way.
   */
  redraw(ticket: TicketId, key: string): Promise<void>;
  /** Makes the ticket due, with these cards as new messages. Cards that were never posted are posted anyway. */
  requestRepost(ticket: TicketId, keys: readonly string[]): Promise<void>;
  /** By the key of the summary's card slot. */
  summaryGaps(ticket: TicketId): Promise<ReadonlyMap<string, SummaryGap>>;
  /** @param gap null when the summary reached its manager. */
  recordSummaryGap(ticket: TicketId, summary: string, gap: SummaryGap | null): Promise<void>;
}
