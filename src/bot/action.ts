import type { z } from "zod";
import type { CardContent, CardInLanguage } from "../cards/catalog.ts";
import type { SetupFinding } from "../cards/setup-report.ts";
import type { CardSlot, Target } from "../cards/slot.ts";
import type { RenderContext } from "../cards/view.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { IdempotencyKey, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { AddressBook, ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryStore, DueTicket, Lease } from "../ports/delivery-store.ts";
import type { Directory } from "../ports/directory.ts";
import type { IncidentStore } from "../ports/incident-store.ts";
import type { Address } from "../ports/messenger.ts";
import type { ProbeCounter, ReportLog, ReviewQueries } from "../ports/report-queries.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import type { TicketSearch } from "../ports/ticket-search.ts";
import type { TicketQueries, TicketStore } from "../ports/ticket-store.ts";
import type { Log } from "../telemetry/log.ts";
import type { FileLinks } from "./file-links.ts";
import type { ReadLog } from "./read-log.ts";
import type { SearchScopeAnswer } from "./search-scope.ts";

/** Who acts, taken from the verified token and never from card data. */
export interface Caller extends ReaderLocale {
  readonly id: PersonId;
  /** As Teams shows it. */
  readonly name: string;
  /** Beckon can write to their personal chat, as far as is known. */
  readonly hasChat?: boolean;
}

/** The chat that an action or a message came from. */
export interface ChatScope {
  readonly kind: "personal" | "channel" | "group";
  readonly address: Address;
}

/** One pressed button: a verified caller, data that passed the verb's schema, and a key that makes it count once. */
export interface Action<Data> {
  readonly id: IdempotencyKey;
  readonly verb: string;
  readonly caller: Caller;
  readonly scope: ChatScope;
  /** The message that holds the card. */
  readonly messageId: string | null;
  readonly data: Data;
}

/** What every button on a ticket's card carries. */
export interface OnTicket {
  readonly ticket: TicketId;
  /** The ticket's version that the card was rendered from; undefined when a client lost it. */
  readonly version?: number | undefined;
  /** The key of the card that holds the button; "" when a client lost it. */
  readonly surface: string;
}

/** What came with a message and is not in its text. */
export interface Attachment {
  readonly kind: "picture" | "file" | "forwarded" | "code" | "other";
  /** A file's name, as the sender's client tells it. */
  readonly name: string | null;
  /** Where the bytes of a picture or file are; null when the client does not tell. */
  readonly url: string | null;
}

/** Why the bytes of an attachment could not be had. */
export type Unfetched = "too-large" | "unreachable";

/** One typed message. */
export interface TypedMessage {
  readonly id: IdempotencyKey;
  readonly caller: Caller;
  readonly scope: ChatScope;
  /** What the person wrote, without the mention of Beckon, quoted messages, tags and invisible characters. */
  readonly text: string;
  /** `text` without Beckon's name, in the form in which words are compared: see `normaliseWords`. */
  readonly words: string;
  /** The text was longer than Beckon takes. */
  readonly isCut: boolean;
  /** A message that was sent before and has been edited now. */
  readonly isEdit: boolean;
  /** Names the author and the message; the same for its edits. */
  readonly source: IdempotencyKey;
  /** Who was mentioned besides Beckon, as far as Teams tells who they are. */
  readonly mentioned: readonly PersonId[];
  readonly attachments: readonly Attachment[];
  /** The message that this one answers, by its id in the chat, and as a source in case its own author wrote it; null for none. */
  readonly quoted: { readonly messageId: string; readonly source: IdempotencyKey } | null;
}

/** What the caller sees at once. Other people's cards follow through the delivery. */
export type Reply =
  | { readonly say: string }
  /** A card, after a sentence about what was not taken when there is one. */
  | { readonly show: CardContent; readonly say?: string }
  /** Nothing to add: a card is on its way. */
  | { readonly nothing: true };

/** What actions and commands may use. */
export interface BotDeps {
  readonly store: TicketStore &
    ThreadStore &
    TicketQueries &
    ReviewQueries &
    TicketSearch &
    ProbeCounter &
    ReportLog &
    IncidentStore;
  readonly deliveryStore: DeliveryStore;
  readonly addresses: AddressBook;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly expectedWait?: { of: RenderContext["expectedWait"] };
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
  /** Locale and time zone of cards that many people read. */
  readonly channelReader: ReaderLocale;
  /** Which tickets a person may find. Never fails: without Graph they find their own. */
  searchScopeOf(person: PersonId): Promise<SearchScopeAnswer>;
  /** Records who reads about other people, before they are shown it. */
  readonly readLog: ReadLog;
  /** The ticket's card under that key as it is now; null when there is none, or when it is not for that person. */
  slot(ticket: Ticket, key: string, reader: PersonId): Promise<CardSlot | null>;
  /** Sends a card to a personal chat; false when the person has none with Beckon. @throws {MessageFault} */
  send(person: PersonId, card: CardContent): Promise<boolean>;
  /**
   * Reposts the cards that a person needs of the ticket at the end of their chat; false when there is none for them.
   * @throws {StoreUnavailable}
   */
  bring(ticket: Ticket, person: PersonId): Promise<boolean>;
  /** Moves the board to the end of the helpdesk channel; false when the channel cannot be written to now. */
  bringBoard(): Promise<boolean>;
  /** Passes a recorded report on; false when no recipient could be reached. Never fails. */
  tellIncident(number: number): Promise<boolean>;
  /** Where a target can be written to now; null when it cannot. Opens a personal chat when there is none yet. */
  reach(target: Target): Promise<Address | null>;
  /** Puts another card into a message that is not reconciled, and does not wait for it. */
  replace(at: Address, messageId: string, card: CardInLanguage): void;
  /** What the doctor finds, within ten seconds: what does not answer in time is unknown. Changes nothing. */
  examineSetup(): Promise<readonly SetupFinding[]>;
  /**
   * Brings the ticket's cards up to date in the background.
   * @param state the ticket, when its newest version is known.
   * @param leased when the change has leased it.
   */
  wake(ticket: TicketId, state?: Ticket, leased?: DueTicket | null): void;
  /** For the cards of a ticket that a command is about to change; `wake` takes what came of it. */
  newLease?(): Lease;
  /** The bytes of a picture or file, at most so many. */
  fetchAttachment(attachment: Attachment, most: number): Promise<Buffer | Unfetched>;
  readonly fileLinks: FileLinks;
  /** A whole number below the bound, from a cryptographic source. */
  random(below: number): number;
}

/** One button. One file each, named like its verb. */
export interface ActionDefinition<Data = unknown> {
  readonly verb: string;
  readonly data: z.ZodType<Data>;
  handle(action: Action<Data>, deps: BotDeps): Promise<Reply>;
}

/** A typed command: the whole message, or its first word with something behind it. */
export interface Command {
  /** What is typed; its one-line summary is the sentence `command.NAME`. */
  readonly name: string;
  readonly pattern: RegExp;
  /** Null when the message was no command after all: the next one, or the request form, takes it. */
  handle(message: TypedMessage, match: RegExpExecArray, deps: BotDeps): Promise<Reply | null>;
}
