import type { PersonId } from "./ids.ts";

/**
 * Text that is about a person: a name, a description, a note. The store seals it with that person's key;
 * once the person is erased, `text` reads null and the event around it still verifies.
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

/** Who gives a command, with the roles that were looked up for this command. */
export interface Actor {
  readonly person: Person;
  readonly roles: Roles;
}

export interface Roles {
  readonly helper: boolean;
  readonly lead: boolean;
}

/** Half a character, as a cut or a broken client leaves it, has no canonical form and could not be hashed. */
export const personal = (about: PersonId, text: string): Personal => ({ about, text: text.toWellFormed() });

export const person = (id: PersonId, name: string, title: string | null = null): Person => ({
  id,
  name: personal(id, name),
  title: title === null ? null : personal(id, title),
});
