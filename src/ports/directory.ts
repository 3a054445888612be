import type { DeviceFacts, Facts, Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import type { Fact } from "../domain/ticket/fact.ts";
import type { Owner } from "../domain/ticket/finding.ts";
import type { DeviceId, PersonId } from "../domain/ticket/ids.ts";
import type { Roles } from "../domain/ticket/person.ts";

/**
 * How a busy source is met. `interactive`: a person waits for the answer, so one try and a short deadline.
 * `background`: what was throttled is asked again when its `Retry-After` is over.
 */
export type RetryPolicy = "interactive" | "background";

/** What Beckon asks Microsoft Graph. Every method costs one round trip, unless it says otherwise. */
export interface Directory {
  /**
   * The sharer and all of their devices, each an answer of its own. Two round trips the first time.
   * @throws {PersonUnknown} when Graph answers 404.
   */
  sharer(person: PersonId): Promise<{ person: Lookup<PersonFacts>; devices: Lookup<readonly DeviceFacts[]> }>;

  /** The facts for one ask: sharer, device, helper, rights. Parts that could not be had are `unknown`. */
  facts(
    about: { sharer: PersonId; device: DeviceId | null; helper: PersonId | null },
    retryPolicy?: RetryPolicy,
  ): Promise<Facts>;

  /**
   * Profile and roles of a person who acts as staff; an auditor reads and acts on nothing. Only an enabled account of a
   * member has a role, whichever groups hold it.
   * @throws {PersonUnknown} when Graph answers 404. @throws {DirectoryUnavailable} when Graph cannot say.
   */
  staff(person: PersonId): Promise<{ person: PersonFacts; roles: Roles; auditor?: boolean }>;

  /** Everybody to whom a ticket can be handed over, by name. @throws {DirectoryUnavailable} */
  helpers(): Promise<readonly PersonFacts[]>;

  /** Members of the leads' group. @throws {DirectoryUnavailable} */
  leads(): Promise<readonly PersonFacts[]>;

  /** Members of any group that the policy names. @throws {DirectoryUnavailable} */
  members(group: string): Promise<readonly PersonFacts[]>;

  /** People whose name begins with these letters, at most so many. @throws {DirectoryUnavailable} */
  search(name: string, most: number): Promise<readonly PersonFacts[]>;

  /** Devices of Intune with that name or serial number, of any user. @throws {DirectoryUnavailable} */
  devicesNamed(name: string): Promise<readonly DeviceFacts[]>;

  /**
   * Profiles of many people, those whom Graph does not know (any more) left out. One round trip for every twenty, all
   * side by side. @throws {DirectoryUnavailable}
   */
  profiles(people: readonly PersonId[]): Promise<readonly PersonFacts[]>;

  /**
   * Entra's ids, in lower case, of devices of Intune; those that are not there (any more) are left out. One round trip
   * for every twenty. @throws {DirectoryUnavailable}
   */
  entraDevices(devices: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, string>>;

  /**
   * @returns null when the person has no manager (Graph answers 404).
   * @throws {DirectoryUnavailable}
   */
  managerOf(person: PersonId): Promise<PersonFacts | null>;

  /** A 48×48 JPEG as a data URI; null when there is none or it could not be had: a photo decides nothing. */
  photo(person: PersonId): Promise<string | null>;
}

/** Graph could not answer. Never to be read as "no" or as "yes". */
export class DirectoryUnavailable extends Error {
  override readonly name: string = "DirectoryUnavailable";
  /** The exact Graph permission that is missing, when that is the cause. */
  readonly missingPermission: string | undefined;
  /** Who has to put it right, when another try changes nothing. */
  readonly owner: Owner | undefined;

  readonly why: Fact;

  constructor(why: Fact, options: { cause?: unknown; missingPermission?: string; owner?: Owner } = {}) {
    super(typeof why === "string" ? why : JSON.stringify(why), { cause: options.cause });
    this.why = why;
    this.missingPermission = options.missingPermission;
    this.owner = options.owner;
  }
}

/** Graph answered: the directory has no such person. Another try changes nothing. */
export class PersonUnknown extends DirectoryUnavailable {
  override readonly name = "PersonUnknown";
  /** The person's name, when it is not the one who acts. */
  readonly who: string | undefined;

  constructor(why: Fact, who?: string | null) {
    super(why);
    this.who = who ?? undefined;
  }
}
