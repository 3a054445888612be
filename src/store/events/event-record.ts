import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import type { EventType, TicketEvent } from "../../domain/ticket/events.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Personal } from "../../domain/ticket/person.ts";

/** An event as the text that is hashed and stored: canonical JSON with its personal texts sealed. */
export function writeEvent(ticket: string, version: number, event: TicketEvent, keys: PersonKeys): string {
  const body = canonicalize(seal(event, keys, placeOf(ticket, version)));
  if (body === undefined) throw new Error(`a ${event.type} has no JSON form`);
  return body;
}

/** The parsed body of a stored event, still sealed. @throws {EventUnreadable} */
export function parseEvent(ticket: string, version: number, body: string): object {
  const event = parse(ticket, version, body);
  if (typeof event !== "object" || event === null || !("type" in event && "at" in event && "by" in event)) {
    throw new EventUnreadable(ticket, version, "it has no type, moment or author");
  }
  if (typeof event.type !== "string" || !Object.hasOwn(KNOWN_TYPES, event.type)) {
    throw new EventUnreadable(ticket, version, "this version of Beckon does not know its type");
  }
  if (typeof event.at !== "number") throw new EventUnreadable(ticket, version, "its moment is no number");
  return event;
}

/** @throws {EventUnreadable} */
export function openEvent(ticket: string, version: number, sealed: object, keys: PersonKeys): TicketEvent {
  try {
    return unseal(sealed, keys, placeOf(ticket, version)) as TicketEvent;
  } catch (error) {
    throw new EventUnreadable(ticket, version, "a personal text in it was changed", { cause: error });
  }
}

function parse(ticket: string, version: number, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new EventUnreadable(ticket, version, "it is no JSON", { cause: error });
  }
}

/** A stored event that cannot be parsed or opened. A ticket is never replayed around a gap. */
export class EventUnreadable extends Error {
  override readonly name = "EventUnreadable";

  constructor(ticket: string, version: number, why: string, options?: ErrorOptions) {
    super(`Event ${version} of ${ticket} cannot be read: ${why}.`, options);
  }
}

/** An older version of Beckon must not ignore events that a newer one wrote, so unknown types are a fault. */
const KNOWN_TYPES: Readonly<Record<EventType, true>> = {
  TicketOpened: true,
  TicketAmended: true,
  TicketWithdrawn: true,
  TicketClaimed: true,
  ClaimGivenBack: true,
  ClaimLapsed: true,
  WaitEscalated: true,
  HolderReminded: true,
  ClaimKept: true,
  TicketHandedOver: true,
  NoteAdded: true,
  TicketResolved: true,
  TicketReopened: true,
  FeedbackGiven: true,
  EligibilityDenied: true,
  ViewAsked: true,
  EscalationAsked: true,
  ExtensionAsked: true,
  MoreHelpAsked: true,
  ConsentGiven: true,
  ConsentRefused: true,
  AskLapsed: true,
  AskCancelled: true,
  GrantRevoked: true,
  GrantExpired: true,
  SessionVerified: true,
  SessionUnverified: true,
  SessionPaused: true,
  SessionResumed: true,
  EndWarned: true,
  TransportReported: true,
  SessionEnded: true,
  AttemptRefused: true,
};

/** A key that seals the texts about one person. `id` distinguishes it from a later key of the same person. */
export interface PersonKey {
  readonly id: string;
  /** Created once: making it from bytes for each cipher takes longer than sealing does. */
  readonly secret: KeyObject;
}
export type PersonKeys = Pick<ReadonlyMap<PersonId, PersonKey>, "get">;

/** A personal text as it is stored: base64 of key id, nonce, tag and cipher text. */
export interface Sealed {
  readonly about: PersonId;
  readonly sealed: string;
}

const CIPHER = "aes-256-gcm";
export const KEY_ID_BYTES = 8;
/** Base64 has four characters for three bytes. */
const KEY_ID_CHARACTERS = 4 * Math.ceil(KEY_ID_BYTES / 3);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

/** Everyone whom a personal text in the value is about, sealed or not. */
export function peopleIn(value: unknown): ReadonlySet<PersonId> {
  const people = new Set<PersonId>();
  rewrite(value, (object) => {
    if (isPersonal(object) || isSealed(object)) people.add(object.about);
    return object;
  });
  return people;
}

/** The record that a text is sealed for. */
export const placeOf = (ticket: string, version: number): string => `${ticket} ${version}`;

/** What a sealed text is bound to: moved or copied to another person, record or field, it does not open. */
const boundTo = (about: PersonId, place: string, path: string): string => `${about} ${place} ${path}`;

/**
 * The same value with every personal text sealed. A text that is null stays null.
 * @throws when a person has no key.
 */
export function seal(value: unknown, keys: PersonKeys, place: string): unknown {
  return rewrite(value, (object, path) => {
    if (!isPersonal(object) || object.text === null) return object;
    const { about, text } = object;
    const key = keys.get(about);
    if (key === undefined) throw new Error(`there is no key to seal with for ${about}`);
    return { about, sealed: encrypt(Buffer.from(text), key, boundTo(about, place, path)) };
  });
}

/**
 * The same value with every sealed text opened; null where the key was destroyed.
 * @throws {SealBroken} when a sealed text was changed, or was sealed for another place.
 */
export function unseal(value: unknown, keys: PersonKeys, place: string): unknown {
  return rewrite(value, (object, path) => (isSealed(object) ? openText(object, keys, place, path) : object));
}

/** @throws {SealBroken} */
export function openText({ about, sealed }: Sealed, keys: PersonKeys, place: string, path: string): Personal {
  const key = keys.get(about);
  if (key === undefined) return { about, text: null };
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.toString("hex", 0, KEY_ID_BYTES) !== key.id) return { about, text: null };
  return { about, text: decryptBytes(bytes, key, boundTo(about, place, path)).toString() };
}

/** Calls back for every sealed text in a value, with where it stands. Copies nothing. */
export function eachSealed(value: object, found: (text: Sealed, path: string) => void, within = ""): void {
  if (isSealed(value)) {
    found(value, within);
    return;
  }
  const each = value as Readonly<Record<string, unknown>>;
  for (const name in each) {
    const part = each[name];
    if (typeof part === "object" && part !== null)
      eachSealed(part, found, within === "" ? name : `${within}.${name}`);
  }
}

/** @param bound additional authenticated data: not encrypted, and required to be the same for decryption. */
export function encrypt(plain: Buffer, key: PersonKey, bound: string): string {
  const nonce = nextNonce();
  const cipher = createCipheriv(CIPHER, key.secret, nonce).setAAD(Buffer.from(bound));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from(key.id, "hex"), nonce, cipher.getAuthTag(), text]).toString("base64");
}

/** Each is used once. Many are generated at a time, because one call of the generator costs as much as a seal. */
const NONCES_AT_ONCE = 256;
let nonces: Buffer[] = [];

function nextNonce(): Buffer {
  if (nonces.length === 0) {
    const bytes = randomBytes(NONCES_AT_ONCE * NONCE_BYTES);
    nonces = Array.from({ length: NONCES_AT_ONCE }, (_, n) =>
      bytes.subarray(n * NONCE_BYTES, (n + 1) * NONCE_BYTES),
    );
  }
  return nonces.pop() ?? randomBytes(NONCE_BYTES);
}

/** @throws {SealBroken} when the text, the key or the bound data is not what it was sealed with. */
export const decrypt = (sealed: string, key: PersonKey, bound: string): Buffer =>
  decryptBytes(Buffer.from(sealed, "base64"), key, bound);

function decryptBytes(bytes: Buffer, key: PersonKey, bound: string): Buffer {
  const nonce = bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
  const tag = bytes.subarray(KEY_ID_BYTES + NONCE_BYTES, HEADER_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, key.secret, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(bound))
      .setAuthTag(tag);
    const plain = decipher.update(bytes.subarray(HEADER_BYTES));
    // Only checks the tag: this mode returns every byte at once.
    decipher.final();
    return plain;
  } catch (error) {
    throw new SealBroken("a sealed text does not open with its key", { cause: error });
  }
}

/** Authentication failed: the sealed text was changed, or the key is another one. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

/** Only the beginning is decoded: the id comes first. */
export const keyIdOf = (sealed: string): string =>
  Buffer.from(sealed.slice(0, KEY_ID_CHARACTERS), "base64").subarray(0, KEY_ID_BYTES).toString("hex");

/** Replaces every object by what `replace` returns, outermost first. A path is `device.name`, `notes.0.note`. */
function rewrite(value: unknown, replace: (object: object, path: string) => object, path = ""): unknown {
  // A lone surrogate has no UTF-8 form, so it could be neither hashed nor stored.
  if (typeof value === "string") return value.toWellFormed();
  const within = path === "" ? "" : `${path}.`;
  if (Array.isArray(value)) return value.map((each, index) => rewrite(each, replace, `${within}${index}`));
  if (typeof value !== "object" || value === null) return value;
  const replaced = replace(value, path);
  if (replaced !== value) return replaced;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, rewrite(each, replace, `${within}${name}`)]),
  );
}

function isPersonal(value: object): value is Personal {
  if (!("about" in value && "text" in value) || Object.keys(value).length !== 2) return false;
  return typeof value.about === "string" && (typeof value.text === "string" || value.text === null);
}

export function isSealed(value: object): value is Sealed {
  const { about, sealed } = value as Partial<Sealed>;
  return typeof sealed === "string" && typeof about === "string" && Object.keys(value).length === 2;
}
