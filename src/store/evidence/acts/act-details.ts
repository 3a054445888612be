import { randomBytes } from "node:crypto";
import { type PersonId, type TicketId, ticketId } from "../../../domain/ticket/ids.ts";
import type { AuditEntry } from "../../../ports/evidence.ts";
import type { Keyring, WrappedKey } from "../../keys/person-keys.ts";
import { peopleIn, seal, unseal } from "../../keys/seal.ts";

/** An act as it is stored: who and about whom as ids, and every text sealed. */
export interface ActDetails extends AuditEntry {
  /** Names the key of this act alone, which stands among those of tickets; absent when nothing is sealed. */
  readonly key?: string;
}

const KEY_NAME_BYTES = 16;

interface SealedAct {
  readonly sealed: ActDetails;
  /** To be saved together with the act. */
  readonly key: (WrappedKey & { readonly ticket: string }) | null;
}

/**
 * Texts of an act open with two keys: of the person who did it, and of the act. Erasing them destroys the one; the
 * other goes when a person is erased whose name was looked for, and when the act is let go of.
 */
export async function sealAct(keyring: Keyring, act: AuditEntry): Promise<SealedAct> {
  const people = peopleIn(act);
  if (people.size === 0) return { sealed: act, key: null };
  const name = `act ${randomBytes(KEY_NAME_BYTES).toString("hex")}`;
  const { keys, unsaved } = await keyring.obtain(people, ticketId(name));
  if (unsaved === null) throw new Error(`there is an ${name} already`);
  return { sealed: { ...(seal(act, keys) as AuditEntry), key: name }, key: { ticket: name, ...unsaved } };
}

/** Opens the texts of some acts, as far as they can be opened. */
export async function openActs(
  keyring: Keyring,
  acts: readonly (ActDetails | null)[],
): Promise<(details: ActDetails) => AuditEntry> {
  const names = acts.flatMap((act) => (act?.key === undefined ? [] : [ticketId(act.key)]));
  const keysFor = await keyring.find(names.length === 0 ? new Set<PersonId>() : peopleIn(acts), names);
  return ({ key, ...act }) => (key === undefined ? act : (unseal(act, keysFor(ticketId(key))) as AuditEntry));
}

export function detailsOf(details: string): ActDetails {
  const { who, what, about, why, tickets, name, asked, key } = JSON.parse(details) as ActDetails;
  return {
    who,
    what,
    about,
    why,
    ...(tickets === undefined ? {} : { tickets }),
    ...(name === undefined ? {} : { name }),
    ...(asked === undefined ? {} : { asked }),
    ...(key === undefined ? {} : { key }),
  };
}

/** The ticket whose story was read; null for every other act. */
export const storyIn = ({ what, about }: Pick<AuditEntry, "what" | "about">): TicketId | null => {
  const [ticket] = what === "read" ? (/^BK-\d{1,9}\b/.exec(about) ?? []) : [];
  return ticket === undefined ? null : ticketId(ticket);
};
