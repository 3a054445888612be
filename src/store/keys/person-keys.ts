import { createHmac, createSecretKey, hash, randomBytes } from "node:crypto";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database.ts";
import { decrypt, encrypt, KEY_ID_BYTES, type PersonKey, type PersonKeys } from "./seal.ts";

const KEY_BYTES = 32;
/** Unwrapped keys kept in memory. */
const MOST_KEYS = 4096;

/**
 * A text opens only with two keys, its person's and its ticket's: destroying one of them is erasure, destroying the
 * other is retention. They are looked up afresh each time, so that a key that was destroyed is gone everywhere at once.
 */
export interface Keyring {
  /** What seals texts on each ticket, as far as both keys are there. */
  find(
    people: ReadonlySet<PersonId>,
    tickets: readonly TicketId[],
  ): Promise<(ticket: TicketId) => PersonKeys>;
  /** The same for one ticket, with a key for each of these people: who has none gets one. */
  obtain(people: ReadonlySet<PersonId>, ticket: TicketId): Promise<Obtained>;
}

export interface Obtained {
  readonly keys: PersonKeys;
  /** The ticket's key when it is new: it is saved together with the first text that it seals. */
  readonly unsaved: WrappedKey | null;
}

export interface WrappedKey {
  readonly id: string;
  readonly wrapped: string;
}

export function createKeyring(database: Database, master: PersonKey): Keyring {
  /** By wrapped form: unwrapping costs more than looking here, and a key that changed has another wrapping. */
  const unwrapped = new Map<string, PersonKey>();

  function unwrap(owner: string, key: WrappedKey): PersonKey {
    const known = unwrapped.get(key.wrapped);
    if (known !== undefined) return known;
    const opened = unwrapKey(owner, key, master);
    if (unwrapped.size >= MOST_KEYS) unwrapped.clear();
    unwrapped.set(key.wrapped, opened);
    return opened;
  }

  async function read(people: ReadonlySet<PersonId>, tickets: readonly TicketId[]): Promise<Keys> {
    const keys: Keys = { people: new Map(), tickets: new Map() };
    if (people.size === 0) return keys;
    const rows = await database.query((db) =>
      db
        .selectFrom("person_keys")
        .select((row) => [row.val("person").as("kind"), "person as owner", "id", "wrapped"])
        .where("person", "in", [...people])
        .unionAll(
          db
            .selectFrom("ticket_keys")
            .select((row) => [row.val("ticket").as("kind"), "ticket as owner", "id", "wrapped"])
            .where("ticket", "in", tickets),
        )
        .execute(),
    );
    for (const row of rows) {
      keys[row.kind === "person" ? "people" : "tickets"].set(row.owner, unwrap(row.owner, row));
    }
    return keys;
  }

  return {
    async find(people, tickets) {
      const keys = await read(people, tickets);
      return (ticket) => together(keys.people, keys.tickets.get(ticket));
    },

    async obtain(people, ticket) {
      if (people.size === 0) return { keys: new Map(), unsaved: null };
      let keys = await read(people, [ticket]);
      const without = [...people].filter((person) => !keys.people.has(person));
      if (without.length > 0) {
        // Another process may be doing the same: the first key stays, and both read it back.
        // The commit of whatever it seals keeps it, too.
        await database.writeRelaxed((db) =>
          db
            .insertInto("person_keys")
            .values(without.sort().map((person) => ({ person, ...newKey(person, master) })))
            .onConflict((conflict) => conflict.doNothing())
            .execute(),
        );
        keys = await read(people, [ticket]);
      }
      const known = keys.tickets.get(ticket);
      if (known !== undefined) return { keys: together(keys.people, known), unsaved: null };
      const unsaved = newKey(ticket, master);
      return { keys: together(keys.people, unwrap(ticket, unsaved)), unsaved };
    },
  };
}

interface Keys {
  readonly people: Map<string, PersonKey>;
  readonly tickets: Map<string, PersonKey>;
}

/** @param owner a person's or a ticket's id: the wrapping opens for nobody else's. */
export function newKey(owner: string, master: PersonKey): WrappedKey {
  const id = randomBytes(KEY_ID_BYTES).toString("hex");
  return { id, wrapped: encrypt(randomBytes(KEY_BYTES), master, `${owner} ${id}`) };
}

export const unwrapKey = (owner: string, { id, wrapped }: WrappedKey, master: PersonKey): PersonKey => ({
  id,
  secret: createSecretKey(decrypt(wrapped, master, `${owner} ${id}`)),
});

/** The keys for one ticket, each made of its person's key and the ticket's. */
export function together(
  people: Pick<ReadonlyMap<string, PersonKey>, "get">,
  ticket: PersonKey | undefined,
): PersonKeys {
  const made = new Map<PersonId, PersonKey>();
  return {
    get(person) {
      const own = people.get(person);
      if (own === undefined || ticket === undefined) return undefined;
      const key = made.get(person) ?? combine(own, ticket);
      made.set(person, key);
      return key;
    },
  };
}

const combine = (person: PersonKey, ticket: PersonKey): PersonKey => ({
  id: combinedId(person.id, ticket.id),
  secret: createSecretKey(createHmac("sha256", person.secret).update(ticket.secret.export()).digest()),
});

/** The id of the key made of a person's key and a ticket's, by theirs. */
export const combinedId = (person: string, ticket: string): string =>
  hash("sha256", `${person} ${ticket}`, "hex").slice(0, 2 * KEY_ID_BYTES);
