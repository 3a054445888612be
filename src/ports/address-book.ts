import type { PersonId } from "../domain/ticket/ids.ts";
import type { Address } from "./messenger.ts";

/** How a person reads: for times and dates on their cards. */
export interface ReaderLocale {
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  /** BCP 47, e.g. `en-GB`. */
  readonly locale: string;
  /** The language that they chose themselves, as a tag of the catalogue; absent to follow `locale`. */
  readonly language?: string;
  /** The zone is the configured one, because nothing told their own: times are labelled with it. */
  readonly assumesZone?: boolean;
}

/** The locale of a reader: what is known of them, else what is configured. */
export const readerOf = (known: Partial<ReaderLocale> | null, configured: ReaderLocale): ReaderLocale => ({
  ...configured,
  ...known,
  assumesZone: known?.timeZone === undefined,
});

/** What is known of a person. Without a language of their own (null) they are written to in that of their client. */
type Heard = Partial<Omit<ReaderLocale, "language">> & {
  readonly language?: string | null;
  readonly isQuiet?: boolean;
  readonly chat?: Address;
  /** Where they were heard, as for `rememberChannel`. */
  readonly channel?: Address;
};

/** Time zone and locale are absent until a client has told them: then the configured ones stand in. */
export interface Contact extends Partial<ReaderLocale> {
  readonly person: PersonId;
  /** The personal chat; null while the person has not installed Beckon. */
  readonly chat: Address | null;
  /** They chose to be alerted of urgent things only. */
  readonly isQuiet?: boolean;
  /** Why Beckon cannot write to them now; null when it can. */
  readonly blocked: string | null;
}

/** Where people and channels can be reached; learnt from what they send and from installations. */
export interface AddressBook {
  contact(person: PersonId): Promise<Contact | null>;
  /** Those of several people who are known. */
  contacts(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Contact>>;
  /** Merges: what is not given stays as it was. Writing again lifts a block. @returns the contact after it. */
  remember(person: PersonId, seen: Heard): Promise<Contact>;
  block(person: PersonId, why: string): Promise<void>;
  /** A channel or group chat by its conversation id without any message part. */
  channel(conversationId: string): Promise<Address | null>;
  /** @param isBack it may have been unreachable: what waits for it is due now, as for a channel heard of first. */
  rememberChannel(address: Address, isBack?: boolean): Promise<void>;
  /** It refused a message: what waits for it is due as soon as it is heard from again. */
  suspectChannel(conversationId: string): Promise<void>;
  forgetChannel(conversationId: string): Promise<void>;
  /** The connector that was heard from last, for people who have not written yet. */
  anyServiceUrl(): Promise<string | null>;
}
