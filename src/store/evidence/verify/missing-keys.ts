import type { PersonId, TicketId } from "../../../domain/ticket/ids.ts";
import type { Database } from "../../database.ts";
import { combinedId } from "../../keys/person-keys.ts";
import { isSealed, keyIdOf, type PersonKeys } from "../../keys/seal.ts";
import { destroyedKeysOf } from "../forgetting/destroyed-keys.ts";

/** A text that was sealed about somebody, and the first record with that key. */
export interface SealedText {
  readonly about: PersonId;
  /** Of the key made of the person's and the ticket's. */
  readonly key: string;
  readonly version: number;
}

/** All keys that a trail was sealed with, each once. */
export function sealedTextsIn(events: readonly object[]): SealedText[] {
  const found = new Map<string, SealedText>();
  const look = (value: unknown, version: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (!isSealed(value)) {
      for (const each of Object.values(value)) look(each, version);
      return;
    }
    const { about, sealed } = value;
    const name = `${about} ${sealed.slice(0, DISTINCT)}`;
    if (!found.has(name)) found.set(name, { about, key: keyIdOf(sealed), version });
  };
  for (const [index, event] of events.entries()) look(event, index + 1);
  return [...found.values()];
}

/** Characters of base64 that belong to the key's id and to nothing else. */
const DISTINCT = 10;

export interface TextsOf {
  readonly ticket: TicketId;
  readonly texts: readonly SealedText[];
}

/**
 * Texts that cannot be read although no act says that their key was destroyed: somebody erased without saying so. What
 * the tables still say of them may be the last that can be read.
 */
export async function missingKeys(
  database: Database,
  trails: readonly TextsOf[],
  keysFor: (ticket: TicketId) => PersonKeys,
): Promise<ReadonlyMap<TicketId, readonly SealedText[]>> {
  const closed = trails
    .map(({ ticket, texts }) => ({ ticket, texts: texts.filter(isClosed(keysFor(ticket))) }))
    .filter(({ texts }) => texts.length > 0);
  if (closed.length === 0) return new Map();
  const owners = new Set<string>(
    closed.flatMap(({ ticket, texts }) => [ticket, ...texts.map(({ about }) => about)]),
  );
  // First the keys that are there: one that is destroyed in between is found among the destroyed ones.
  const present = await presentKeysOf(database, [...owners]);
  const destroyed = await destroyedKeysOf(database, [...owners]);
  const of = (owner: string) => [...(present.get(owner) ?? []), ...(destroyed.get(owner) ?? [])];
  return new Map(
    closed.flatMap(({ ticket, texts }): [TicketId, readonly SealedText[]][] => {
      const lost = texts.filter(({ about, key }) => !isMadeOf(key, of(about), of(ticket)));
      return lost.length === 0 ? [] : [[ticket, lost]];
    }),
  );
}

const isClosed =
  (keys: PersonKeys) =>
  ({ about, key }: SealedText): boolean =>
    keys.get(about)?.id !== key;

const isMadeOf = (key: string, persons: readonly string[], tickets: readonly string[]): boolean =>
  persons.some((person) => tickets.some((ticket) => combinedId(person, ticket) === key));

const BATCH = 500;

async function presentKeysOf(
  database: Database,
  owners: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const present = new Map<string, string[]>();
  for (let from = 0; from < owners.length; from += BATCH) {
    const batch = owners.slice(from, from + BATCH);
    const rows = await database.query((db) =>
      db
        .selectFrom("person_keys")
        .select(["person as owner", "id"])
        .where("person", "in", batch)
        .unionAll(db.selectFrom("ticket_keys").select(["ticket as owner", "id"]).where("ticket", "in", batch))
        .execute(),
    );
    for (const { owner, id } of rows) present.set(owner, [...(present.get(owner) ?? []), id]);
  }
  return present;
}
