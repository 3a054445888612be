import type { PersonId } from "../domain/ticket/ids.ts";

/** Where Beckon can write: one conversation of one connector. */
export interface Address {
  /** The connector that serves this conversation; it may change, so the newest one is kept. */
  readonly serviceUrl: string;
  readonly conversationId: string;
  readonly tenantId: string;
}

/** A channel's conversation id without the thread in it. */
export const withoutThread = (conversationId: string): string => conversationId.replace(/;messageid=.*$/, "");

export interface Message {
  /** An Adaptive Card, ready to send; its `fallbackText` says the same in one line. */
  readonly card: object;
  /** Sent in the place of the card. */
  readonly picture?: { readonly type: string; readonly bytes: Buffer };
  /** One line for the notification and the activity feed. */
  readonly summary: string;
  /** Puts the message into the person's activity feed. */
  readonly alert: boolean;
}

/** Sends cards to Teams. Nothing is retried here; the caller decides. */
export interface Messenger {
  /** @returns the id with which the message can be updated. @throws {MessageFault} */
  post(to: Address, message: Message): Promise<{ readonly activityId: string }>;
  /** Replaces a message in place; doing it twice does no harm. @throws {MessageFault} */
  update(at: Address, activityId: string, message: Message): Promise<void>;
  /** A plain line of text. @throws {MessageFault} */
  say(to: Address, text: string): Promise<void>;
  /** The personal chat with a person who has not talked to Beckon yet. @throws {MessageFault} */
  openPersonalChat(
    person: { readonly entraId: string; readonly tenantId: string },
    serviceUrl: string,
  ): Promise<Address>;
}

/** Who belongs to a channel. Never throws. */
export interface Roster {
  /** False as well when Teams did not say. */
  has(channel: Address, person: PersonId): Promise<boolean>;
  /** The person behind a Teams account such as `29:…`; null as well when Teams did not say. */
  personOf(channel: Address, account: string): Promise<PersonId | null>;
}

/**
 * Why a message did not arrive, by meaning:
 * `gone` the message was deleted; post a new one. `blocked` the person blocked or removed Beckon; stop until they
 * write again. `throttled` wait `retryAfter` ms. `too-large` send a shorter card. `rejected` a mistake of ours.
 * `unknown` timeout or 5xx: it may have arrived, so settle it by an update and never by a second post.
 */
export type MessageFaultKind = "gone" | "blocked" | "throttled" | "too-large" | "rejected" | "unknown";

export class MessageFault extends Error {
  override readonly name = "MessageFault";
  readonly kind: MessageFaultKind;
  /** Milliseconds; only with `throttled`. */
  readonly retryAfter: number | undefined;
  /** Teams itself asked for the pause, so it holds for every process. */
  readonly isFromTeams: boolean;

  constructor(
    kind: MessageFaultKind,
    message: string,
    options: { cause?: unknown; retryAfter?: number; isFromTeams?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAfter = options.retryAfter;
    this.isFromTeams = options.isFromTeams ?? false;
  }
}
