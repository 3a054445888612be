import type { IdempotencyKey, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Person, Personal } from "../domain/ticket/person.ts";

/** A picture or a file that came with a message. Its bytes are read apart. */
export interface SharedFile {
  readonly name: Personal;
  /** By its content, such as `image/png`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** A picture small enough for a chat message. */
  readonly isInline: boolean;
}

/** One message between the sharer and the helper of a ticket. */
export interface ThreadMessage {
  /** Increasing; the same for the life of the message. */
  readonly number: number;
  readonly at: number;
  readonly by: Person;
  /** Who it was sent to; null while nobody had picked the ticket up. */
  readonly to: PersonId | null;
  /** As it reads now; its text is null once the sharer is erased, and "" once its author removed it. */
  readonly text: Personal;
  readonly state: "sent" | "edited" | "removed";
  readonly files: readonly SharedFile[];
  /** The number of the message that it answers. */
  readonly quotes: number | null;
}

export interface NewMessage {
  readonly by: Person;
  readonly to: PersonId | null;
  readonly text: Personal;
  /** Names the author and the message in Teams: a repeated delivery adds nothing, and only its author's edit finds it. */
  readonly source: IdempotencyKey;
  readonly files?: readonly (SharedFile & { readonly bytes: Buffer })[];
  readonly quotes?: number | null;
  /** When the other side should have answered; null or absent when nobody owes an answer to it. */
  readonly answerBy?: number | null;
}

/** What became of a new message. `full`: the ticket has as many as it takes. */
export type MessageAdded = "added" | "repeated" | "full";

/**
 * Conversations beside the event streams of tickets, so that a long one makes no action slower. Each is a hash chain of its
 * own with a signed end; texts are sealed like those of events.
 */
export interface ThreadStore {
  /** The whole conversation, oldest first. @throws {TrailBroken} when it was changed in the database. */
  thread(ticket: TicketId): Promise<readonly ThreadMessage[]>;
  /**
   * The bytes of a file; null when there is no such file, or its message was removed, or its key was destroyed.
   * @throws {TrailBroken} when they are not those that were sent.
   */
  sharedFile(ticket: TicketId, message: number, part: number): Promise<Buffer | null>;
  /** How many files were sent since then on requests of this person, by anybody. */
  countFiles(sharer: PersonId, since: number): Promise<number>;
  /** Where a message is that its author sent; null when the source names none. */
  messageFrom(source: IdempotencyKey): Promise<{ readonly ticket: TicketId; readonly number: number } | null>;
  addMessage(ticket: TicketId, message: NewMessage, at: number): Promise<MessageAdded>;
  /**
   * An edit, or with null a removal. What it read before stays in the chain.
   * @returns the ticket of the message; null when the source names no message of a conversation.
   */
  changeMessage(source: IdempotencyKey, text: string | null, at: number): Promise<TicketId | null>;
}
