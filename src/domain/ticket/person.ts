import type { PersonId } from "./ids.ts";

/**
 * Text about a person: a name, a description, a note. The store encrypts it with that person's key; after an erasure
 * `text` reads null and the event around it still verifies.
 */
export interface Personal {
  readonly about: PersonId;
  readonly text: string | null;
}

export interface Person {
  readonly id: PersonId;
  readonly name: Personal;
  /** Job title as Graph tells it; null when there is none. */
  readonly title: Personal | null;
}

/** Who gives a command, with the roles looked up for it. */
export interface Actor {
  readonly person: Person;
  readonly roles: Roles;
}

export interface Roles {
  readonly helper: boolean;
  readonly lead: boolean;
}

/** Replaces lone surrogates, which have no canonical JSON form and cannot be hashed. */
export const personal = (about: PersonId, text: string): Personal => ({ about, text: text.toWellFormed() });

export const person = (id: PersonId, name: string, title: string | null = null): Person => ({
  id,
  name: personal(id, name),
  title: title === null ? null : personal(id, title),
});
