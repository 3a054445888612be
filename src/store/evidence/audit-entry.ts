import { hash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import { type PersonId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { AuditEntry, LegalHold } from "../../ports/evidence.ts";
import { peopleIn, seal, unseal } from "../events/event-record.ts";
import type { Keyring } from "../events/keyring.ts";

/** An audit entry as it is stored: who and about whom as ids, and every text sealed. */
export interface EntryDetails extends AuditEntry {
  /** Names this entry's own key, which is stored among those of tickets; absent when nothing is sealed. */
  readonly key?: string;
}

/**
 * What an entry says for as long as there is a store. It is part of the chained body, so that it outlives the retention of
 * who and why.
 */
export interface Effects {
  /** Keys that were destroyed: why texts of a person or on a ticket do not open. */
  readonly destroyed?: readonly DestroyedKey[];
  /** Entries before this moment lost their details, epoch ms. */
  readonly actsBefore?: number;
  readonly held?: Pick<LegalHold, "kind" | "subject">;
  /** The number of the hold that ended. */
  readonly released?: number;
}

/** A person's id, a ticket's or an entry's key name, and the id of the key that it had. */
export type DestroyedKey = readonly [owner: string, key: string];

/** SQL patterns for bodies with such an effect: canonical JSON has no other place for these characters. */
export const EFFECT_PATTERNS = {
  destroyed: '%"destroyed":[%',
  held: '%"held":{%',
  released: '%"released":%',
} as const;

const KEY_NAME_BYTES = 16;
const SALT_BYTES = 16;

interface SealedEntry {
  readonly sealed: EntryDetails;
  /** To be saved together with the entry. */
  readonly key: { readonly ticket: string; readonly id: string; readonly wrapped: string } | null;
}

/**
 * Texts of an entry open with two keys: of the person who did it, and of the entry. Erasing that person destroys the
 * first; erasing a person whose name was searched for, and retention, destroy the second.
 */
export async function sealEntry(keyring: Keyring, entry: AuditEntry): Promise<SealedEntry> {
  const people = peopleIn(entry);
  if (people.size === 0) return { sealed: entry, key: null };
  const name = `act ${randomBytes(KEY_NAME_BYTES).toString("hex")}`;
  const { keys, unsaved } = await keyring.obtain(people, ticketId(name));
  if (unsaved === null) throw new Error(`there is a key named ${name} already`);
  const { id, wrapped } = unsaved;
  return {
    sealed: { ...(seal(entry, keys, name) as AuditEntry), key: name },
    key: { ticket: name, id, wrapped },
  };
}

/** Opens the texts of some entries, as far as their keys exist. */
export async function openEntries(
  keyring: Keyring,
  entries: readonly (EntryDetails | null)[],
): Promise<(details: EntryDetails) => AuditEntry> {
  const names = entries.flatMap((entry) => (entry?.key === undefined ? [] : [ticketId(entry.key)]));
  const keysFor = await keyring.find(names.length === 0 ? new Set<PersonId>() : peopleIn(entries), names);
  return ({ key, ...entry }) =>
    key === undefined ? entry : (unseal(entry, keysFor(ticketId(key)), key) as AuditEntry);
}

/** The salt keeps the chained hash from being guessed after the details were deleted. */
export const detailsText = (entry: EntryDetails): string =>
  JSON.stringify({ salt: randomBytes(SALT_BYTES).toString("hex"), ...entry });

export function detailsOf(text: string): EntryDetails {
  const { salt: _, ...details } = JSON.parse(text) as EntryDetails & { readonly salt?: string };
  return details;
}

/** What the hash chain covers of an entry. */
export const entryBody = (number: number, at: number, details: string, effects: Effects): string =>
  canonicalize({ number, at, details: hash("sha256", details, "hex"), ...effects }) ?? "";

/** None for a body that was edited: the hash chain shows that. */
export function effectsIn(body: string): Effects {
  try {
    const { number: _n, at: _a, details: _d, ...effects } = JSON.parse(body) as Record<string, unknown>;
    return effects;
  } catch {
    return {};
  }
}

/** The ticket whose story was read; null for every other entry. */
export const storyIn = ({ what, about }: Pick<AuditEntry, "what" | "about">): TicketId | null => {
  const [ticket] = what === "read" ? (/^BK-\d{1,9}\b/.exec(about) ?? []) : [];
  return ticket === undefined ? null : ticketId(ticket);
};
