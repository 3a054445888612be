import { createHmac, createSecretKey, hash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { PackSigner } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import { insertNew, type Placeholders, statement } from "../database/statement.ts";
import {
  decrypt,
  encrypt,
  KEY_ID_BYTES,
  type PersonKey,
  type PersonKeys,
  SealBroken,
} from "./event-record.ts";
import type { MasterKeys } from "./master-keys.ts";
import { createPackSigner } from "./pack-signer.ts";
import { createSigner, type Signer } from "./signer.ts";

const KEY_BYTES = 32;
/** Unwrapped keys kept in memory. */
const MOST_KEYS = 4096;

/**
 * Crypto-shredding: a text opens only with two keys, its person's and its ticket's. Destroying the first is erasure,
 * destroying the second is retention. Keys are read from the store each time, unless it is known that none was destroyed
 * since, so that one that was destroyed by any process is of no use anywhere at once.
 */
export interface Keyring {
  readonly masters: MasterKeys;
  readonly signer: Signer;
  readonly packSigner: PackSigner;
  /** The keys for each ticket, as far as both of a pair exist. */
  find(
    people: ReadonlySet<PersonId>,
    tickets: readonly TicketId[],
  ): Promise<(ticket: TicketId) => PersonKeys>;
  /**
   * The keys for one ticket and each of these people; missing ones are created.
   * @param erasures the newest audit entry that destroyed keys, as just read: keys that were read since then are not read
   * again. Whoever seals with them sees to it that none was destroyed meanwhile.
   */
  obtain(people: ReadonlySet<PersonId>, ticket: TicketId, erasures?: number): Promise<Obtained>;
  /** A key that was unsaved has been saved. */
  keep(ticket: TicketId, saved: WrappedKey, erasures: number): void;
}

export interface Obtained {
  readonly keys: PersonKeys;
  /** The ticket's key when it is new: it is saved in the transaction of the first text that it seals. */
  readonly unsaved: WrappedKey | null;
}

export interface WrappedKey {
  readonly id: string;
  readonly wrapped: string;
}

export function createKeyring(database: Database, masters: MasterKeys): Keyring {
  const { current, root } = masters;
  /** By wrapped form, because unwrapping is slow; a new key has another wrapped form. */
  const unwrapped = new LRUCache<string, PersonKey>({ max: MOST_KEYS });
  /** By owner, with the newest audit entry that had destroyed keys when it was read. */
  const present = new LRUCache<string, { key: PersonKey; erasures: number }>({ max: MOST_KEYS });

  function unwrap(owner: string, key: WrappedKey): PersonKey {
    const opened = unwrapped.get(key.wrapped) ?? openKey(owner, key, masters);
    unwrapped.set(key.wrapped, opened);
    return opened;
  }

  const keysOf = statement((db, { people, tickets }: Placeholders<Owners>) =>
    db
      .selectFrom("person_keys")
      .select((row) => [row.val("person").as("kind"), "person as owner", "id", "wrapped"])
      .where((row) => database.dialect.isAmong(row.ref("person"), people))
      .unionAll(
        db
          .selectFrom("ticket_keys")
          .select((row) => [row.val("ticket").as("kind"), "ticket as owner", "id", "wrapped"])
          .where((row) => database.dialect.isAmong(row.ref("ticket"), tickets)),
      ),
  );

  async function read(people: ReadonlySet<PersonId>, tickets: readonly TicketId[]): Promise<Keys> {
    const keys: Keys = { people: new Map(), tickets: new Map() };
    if (people.size === 0) return keys;
    const rows = await database.query(keysOf.rows, { people: [...people], tickets });
    for (const row of rows) {
      keys[row.kind === "person" ? "people" : "tickets"].set(row.owner, unwrap(row.owner, row));
    }
    return keys;
  }

  function keep(keys: ReadonlyMap<string, PersonKey>, erasures: number | undefined): void {
    if (erasures !== undefined) for (const [owner, key] of keys) present.set(owner, { key, erasures });
  }

  /** Null unless each was read when the newest entry that destroyed keys was this one. */
  function known(people: ReadonlySet<PersonId>, ticket: TicketId, erasures: number): PersonKeys | null {
    const keyOf = (owner: string) => {
      const kept = present.get(owner);
      return kept?.erasures === erasures ? kept.key : undefined;
    };
    const ticketKey = keyOf(ticket);
    if (ticketKey === undefined || [...people].some((person) => keyOf(person) === undefined)) return null;
    return together({ get: keyOf }, ticketKey);
  }

  return {
    signer: createSigner(root.secret),
    packSigner: createPackSigner(root.secret),
    masters,

    async find(people, tickets) {
      const keys = await read(people, tickets);
      return (ticket) => together(keys.people, keys.tickets.get(ticket));
    },

    keep: (ticket, saved, erasures) => keep(new Map([[ticket, unwrap(ticket, saved)]]), erasures),

    async obtain(people, ticket, erasures) {
      if (people.size === 0) return { keys: new Map(), unsaved: null };
      const kept = erasures === undefined ? null : known(people, ticket, erasures);
      if (kept !== null) return { keys: kept, unsaved: null };
      let keys = await read(people, [ticket]);
      const without = [...people].filter((person) => !keys.people.has(person));
      if (without.length > 0) {
        // Another process may be doing the same: the first key stays, and both read it back. The flushed commit of what
        // it seals makes it durable.
        await database.writeRelaxed((db) =>
          insertNew(
            db,
            "person_keys",
            without.sort().map((person) => keyRow(person, newKey(person, current))),
          ),
        );
        keys = await read(people, [ticket]);
      }
      keep(keys.people, erasures);
      const ticketKey = keys.tickets.get(ticket);
      if (ticketKey !== undefined) {
        keep(keys.tickets, erasures);
        return { keys: together(keys.people, ticketKey), unsaved: null };
      }
      const unsaved = newKey(ticket, current);
      return { keys: together(keys.people, unwrap(ticket, unsaved)), unsaved };
    },
  };
}

interface Owners {
  readonly people: readonly PersonId[];
  readonly tickets: readonly TicketId[];
}

interface Keys {
  readonly people: Map<string, PersonKey>;
  readonly tickets: Map<string, PersonKey>;
}

const keyRow = (person: PersonId, { id, wrapped }: WrappedKey) => ({ person, id, wrapped });

/** @param owner a person's or a ticket's id: the wrapped key opens for no other owner. */
export function newKey(owner: string, master: PersonKey): WrappedKey {
  const id = randomBytes(KEY_ID_BYTES).toString("hex");
  return { id, wrapped: encrypt(randomBytes(KEY_BYTES), master, `${owner} ${id}`) };
}

export const unwrapKey = (owner: string, { id, wrapped }: WrappedKey, master: PersonKey): PersonKey => ({
  id,
  secret: createSecretKey(decrypt(wrapped, master, `${owner} ${id}`)),
});

/** While a rotation is not done, some keys are wrapped by the former master key. */
export function openKey(owner: string, key: WrappedKey, { current, former }: MasterKeys): PersonKey {
  if (former === null) return unwrapKey(owner, key, current);
  try {
    return unwrapKey(owner, key, current);
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    return unwrapKey(owner, key, former);
  }
}

/** The keys for one ticket, each combined from its person's key and the ticket's. */
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

/** The id of the key combined from a person's key and a ticket's. */
export const combinedId = (person: string, ticket: string): string =>
  hash("sha256", `${person} ${ticket}`, "hex").slice(0, 2 * KEY_ID_BYTES);
