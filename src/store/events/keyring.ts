import { createHmac, createSecretKey, hash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { PackSigner } from "../../ports/evidence.ts";
import type { Database, Tx } from "../database/database.ts";
import { insertNew, type Placeholders, statement } from "../database/statement.ts";
import { counterRow, STARTS } from "./counters.ts";
import { decrypt, encrypt, KEY_ID_BYTES, type PersonKey, type PersonKeys } from "./event-record.ts";
import { genesis } from "./hash-chain.ts";
import { createPackSigner } from "./pack-signer.ts";
import { createSigner, type Signer, signHead } from "./signer.ts";

const KEY_BYTES = 32;
const MASTER_KEY_BYTES = 32;
/** Unwrapped keys kept in memory. */
const MOST_KEYS = 4096;

/**
 * Crypto-shredding: a text opens only with two keys, its person's and its ticket's. Destroying the first is erasure,
 * destroying the second is retention. Keys are read from the store each time, so that one that was destroyed by any
 * process is of no use anywhere at once.
 */
export interface Keyring {
  readonly signer: Signer;
  readonly packSigner: PackSigner;
  /** The keys for each ticket, as far as both of a pair exist. */
  find(
    people: ReadonlySet<PersonId>,
    tickets: readonly TicketId[],
  ): Promise<(ticket: TicketId) => PersonKeys>;
  /** The keys for one ticket and each of these people; missing ones are created. */
  obtain(people: ReadonlySet<PersonId>, ticket: TicketId): Promise<Obtained>;
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

export function createKeyring(database: Database, master: PersonKey): Keyring {
  /** By wrapped form, because unwrapping is slow; a new key has another wrapped form. */
  const unwrapped = new LRUCache<string, PersonKey>({ max: MOST_KEYS });

  function unwrap(owner: string, key: WrappedKey): PersonKey {
    const opened = unwrapped.get(key.wrapped) ?? unwrapKey(owner, key, master);
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

  return {
    signer: createSigner(master.secret),
    packSigner: createPackSigner(master.secret),

    async find(people, tickets) {
      const keys = await read(people, tickets);
      return (ticket) => together(keys.people, keys.tickets.get(ticket));
    },

    async obtain(people, ticket) {
      if (people.size === 0) return { keys: new Map(), unsaved: null };
      let keys = await read(people, [ticket]);
      const without = [...people].filter((person) => !keys.people.has(person));
      if (without.length > 0) {
        // Another process may be doing the same: the first key stays, and both read it back. The flushed commit of what
        // it seals makes it durable.
        await database.writeRelaxed((db) =>
          insertNew(
            db,
            "person_keys",
            without.sort().map((person) => keyRow(person, newKey(person, master))),
          ),
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

const SETTING = "master-key";
/** Present since the first start, in databases whose rows are signed. */
const SIGNED = "signed-rows";
const KNOWN_TEXT = "beckon";

/**
 * The key from the configuration that wraps all others. It is tried on a known text at the start, because a wrong one
 * would otherwise show only when the first ticket is read.
 */
export async function useMasterKey(database: Database, secret: Buffer): Promise<PersonKey> {
  if (secret.length !== MASTER_KEY_BYTES) {
    throw new Error(`The store's master key has ${secret.length} bytes; it needs ${MASTER_KEY_BYTES}.`);
  }
  const master = masterOf(secret);
  await database.transaction((tx) => beginStore(tx, master));
  return await tryMasterKey(database, master);
}

/** Tries the key on a store that is there, and writes nothing. @throws when it does not fit. */
export const openWithMasterKey = (database: Database, secret: Buffer): Promise<PersonKey> =>
  tryMasterKey(database, masterOf(secret));

const masterOf = (secret: Buffer): PersonKey => ({
  id: "00".repeat(KEY_ID_BYTES),
  secret: createSecretKey(secret),
});

async function tryMasterKey(database: Database, master: PersonKey): Promise<PersonKey> {
  const { value } = await database.query((db) =>
    db.selectFrom("settings").select("value").where("name", "=", SETTING).executeTakeFirstOrThrow(),
  );
  try {
    decrypt(value, master, SETTING);
  } catch (error) {
    throw new Error(
      "The store's master key is not the one that this database was written with. Configure that one again.",
      { cause: error },
    );
  }
  const signed = await database.query((db) =>
    db.selectFrom("settings").select("name").where("name", "=", SIGNED).executeTakeFirst(),
  );
  if (signed === undefined) throw new Error(TOO_OLD);
  return master;
}

const TOO_OLD =
  "This database was written by a version of Beckon that did not sign its rows, or its mark was removed (settings, signed-rows). Nobody can tell any more whether it is what was written, so it is not used. Let Beckon begin an empty database, and keep this one for reading with the version that wrote it.";

/** The first process to start writes the known text and the signed beginnings of all that is counted and chained. */
async function beginStore(tx: Tx, master: PersonKey): Promise<void> {
  const value = encrypt(Buffer.from(KNOWN_TEXT), master, SETTING);
  if ((await insertNew(tx, "settings", { name: SETTING, value })) === 0) return;
  await insertNew(tx, "settings", { name: SIGNED, value: "" });
  const signer = createSigner(master.secret);
  for (const name of ["ticket", "opened"] as const)
    await insertNew(tx, "counters", counterRow(signer, name, STARTS[name]));
  for (const name of ["acts", "anchors"] as const) {
    const { version, hash: head, mac } = signHead(signer, "chain", name, { version: 0, hash: genesis(name) });
    await insertNew(tx, "chain_heads", { name, version, head, mac });
  }
}
