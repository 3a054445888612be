import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { DeadlineStore } from "./deadline-store.ts";
import type { Address } from "./messenger.ts";

/** A card as it was last sent, so that it can be compared and updated. */
export interface PostedCard {
  /** Names the surface within its ticket: `ticket-channel`, `consent:3`. */
  readonly key: string;
  readonly address: Address;
  /** Null while the outcome of the post is unknown. */
  readonly activityId: string | null;
  /** SHA-256 of the card's JSON as last sent. */
  readonly hash: string;
  readonly postedAt: number;
  /** Until then a request whose outcome is unknown may still take effect; null when nothing is in doubt. */
  readonly outcomeUnknownUntil: number | null;
  /** Somebody wants it in a new message, at the end of the chat. */
  readonly repostRequested: boolean;
  /** How many sends of it were begun. Whoever knows of fewer was overtaken, and what they note does not count. */
  readonly sendCount: number;
}

/** What kept a summary from its manager: it waits for them, or a channel got it instead. */
export type SummaryGap = "waits" | "went-to-channel";

/** A leased ticket whose cards are to be reconciled. */
export interface DueTicket {
  readonly ticket: TicketId;
  /** The ticket's version when it was leased. */
  readonly version: number;
  readonly deadlineHasCome: boolean;
  /** Failed tries in a row. */
  readonly tries: number;
}

/** What the processes on one store share about Teams' rate limits. A few small rows; read every few seconds, never per send. */
export interface SharedLimits {
  /** Heartbeat: this worker counts as live until then, epoch ms. A worker that stops passes the present moment. */
  beat(worker: string, until: number): Promise<void>;
  /** Workers whose heartbeat has not expired. */
  liveWorkers(at: number): Promise<number>;
  /** Keeps a `Retry-After` of Teams for all processes. @param key a conversation, or a tenant. A later end stays. */
  pause(key: string, until: number): Promise<void>;
  /** All pauses at this moment, by key. */
  pauses(at: number): Promise<ReadonlyMap<string, number>>;
}

/** What background work needs to know and to note. A lease keeps several processes out of each other's way. */
export interface DeliveryStore extends DeadlineStore, SharedLimits {
  /** Tickets whose cards are due at `at` and not leased, oldest first; they are leased to `worker` until `leaseUntil`. */
  leaseDue(worker: string, at: number, leaseUntil: number, limit: number): Promise<readonly DueTicket[]>;
  /** Leases one ticket if it is free, or leased to this worker already; null when another one has it. */
  lease(ticket: TicketId, worker: string, at: number, leaseUntil: number): Promise<DueTicket | null>;
  /**
   * Gives the lease back and notes up to which version the cards are true. A ticket that changed in the meantime
   * stays due; one whose lease was lost becomes due, because nobody knows what two have sent.
   */
  settle(ticket: TicketId, worker: string, cardsVersion: number): Promise<void>;
  /**
   * Gives the lease back: the ticket is due again at `retryAt`, at once if the lease was lost. Failures in a row are
   * counted.
   */
  postpone(ticket: TicketId, worker: string, retryAt: number, hasFailed?: boolean): Promise<void>;
  /** Keeps the leases of a worker that is still busy. A lease that was lost stays lost. */
  renew(worker: string, tickets: readonly TicketId[], leaseUntil: number): Promise<void>;
  /** Gives every lease of a worker back: it stops, and others go on at once. */
  release(worker: string): Promise<void>;
  /** The ticket is due as soon as this person, or this channel's conversation id, can be written to again. */
  waitFor(ticket: TicketId, whom: PersonId | string): Promise<void>;
  isWaitingFor(ticket: TicketId, whom: PersonId | string): Promise<boolean>;
  posted(ticket: TicketId): Promise<readonly PostedCard[]>;
  /** Notes a message that hangs already and that nobody else can be at. */
  recordPosted(ticket: TicketId, surface: PostedCard): Promise<void>;
  /**
   * Notes that a card is about to be sent, unless somebody else has been at it since `before` was read: what a crash
   * leaves behind is then known to be of unknown outcome.
   * @param begun one more send than `before`. @returns false when somebody else has been at it: it is not to be sent.
   */
  beginSend(ticket: TicketId, begun: PostedCard, before: PostedCard | null): Promise<boolean>;
  /**
   * Notes what came of a send. A wish that came meanwhile stays: only a new post fulfils it.
   * @param now null when there is no such card after all.
   * @returns false when somebody else has been at the card since `begun`: nothing was noted, and nobody knows what
   * hangs.
   */
  endSend(ticket: TicketId, begun: PostedCard, now: PostedCard | null): Promise<boolean>;
  /**
   * A press shows that a card whose post was in doubt did arrive: from now on it is the one that is kept true.
   * @returns the message that is kept true in that conversation; null when none is known.
   */
  adopt(ticket: TicketId, key: string, conversationId: string, activityId: string): Promise<string | null>;
  /**
   * Has a card of a ticket sent again, though nothing changed: somebody pressed an old one, or was overtaken. Whoever
   * is updating it now is overtaken by this.
   */
  redraw(ticket: TicketId, key: string): Promise<void>;
  /** Makes the ticket due, with these cards in new messages. What was never posted is posted anyway. */
  requestRepost(ticket: TicketId, keys: readonly string[]): Promise<void>;
  /** By the key of the summary's surface. */
  summaryGaps(ticket: TicketId): Promise<ReadonlyMap<string, SummaryGap>>;
  /** @param gap null when the summary reached its manager. */
  recordSummaryGap(ticket: TicketId, summary: string, gap: SummaryGap | null): Promise<void>;
}
