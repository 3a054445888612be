import { randomBytes } from "node:crypto";
import type { PersonId } from "../ticket/ids.ts";
import { personId } from "../ticket/ids.ts";
import type { Database } from "./database.ts";
import { decrypt, encrypt, KEY_ID_BYTES, type PersonKey, type PersonKeys } from "./seal.ts";

const KEY_BYTES = 32;
/** Unwrapped keys kept in memory. */
const MOST_KEYS = 4096;

/** The keys of people. They are looked up afresh each time, so that a key that was destroyed is gone everywhere at once. */
export interface Keyring {
  /** The keys that there are. */
  find(people: ReadonlySet<PersonId>): Promise<PersonKeys>;
  /** A key for each of them; who has none gets one. */
  obtain(people: ReadonlySet<PersonId>): Promise<PersonKeys>;
}

export function createKeyring(database: Database, master: PersonKey): Keyring {
  /** By wrapped form: unwrapping costs more than looking here, and a key that changed has another wrapping. */
  const unwrapped = new Map<string, PersonKey>();

  function unwrap(person: string, id: string, wrapped: string): PersonKey {
    const known = unwrapped.get(wrapped);
    if (known !== undefined) return known;
    const key = { id, secret: decrypt(wrapped, master, `${person} ${id}`) };
    if (unwrapped.size >= MOST_KEYS) unwrapped.clear();
    unwrapped.set(wrapped, key);
    return key;
  }

  async function find(people: ReadonlySet<PersonId>): Promise<PersonKeys> {
    if (people.size === 0) return new Map();
    const rows = await database.run((db) =>
      db
        .selectFrom("person_keys")
        .selectAll()
        .where("person", "in", [...people])
        .execute(),
    );
    return new Map(rows.map((row) => [personId(row.person), unwrap(row.person, row.id, row.wrapped)]));
  }

  return {
    find,
    async obtain(people) {
      const found = await find(people);
      const without = [...people].filter((person) => !found.has(person));
      if (without.length === 0) return found;
      // Another process may be doing the same: the first key stays, and both read it back.
      await database.run((db) =>
        db
          .insertInto("person_keys")
          .values(without.sort().map((person) => newKey(person, master)))
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
      return await find(people);
    },
  };
}

function newKey(person: PersonId, master: PersonKey): { person: string; id: string; wrapped: string } {
  const id = randomBytes(KEY_ID_BYTES).toString("hex");
  return { person, id, wrapped: encrypt(randomBytes(KEY_BYTES), master, `${person} ${id}`) };
}
