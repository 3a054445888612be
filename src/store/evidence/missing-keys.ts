import type { TicketId } from "../../domain/ticket/ids.ts";
import { batches, type Database } from "../database/database.ts";
import type { PersonKeys } from "../events/event-record.ts";
import { combinedId } from "../events/keyring.ts";
import type { SealedText } from "../projections/parse-streams.ts";
import type { ReplayedStream, Stream } from "../projections/replay-streams.ts";
import { destroyedKeysOf } from "./destroyed-keys.ts";

/**
 * Texts that cannot be opened although no audit entry says that their key was destroyed, by ticket. What the projections
 * still say of them may be the last copy.
 */
export async function missingKeys(
  database: Database,
  streams: readonly ReplayedStream<Stream>[],
): Promise<ReadonlyMap<TicketId, readonly SealedText[]>> {
  const closed = streams
    .map(({ stream, texts, keys }) => ({ ticket: stream.ticket, texts: texts.filter(isClosed(keys)) }))
    .filter(({ texts }) => texts.length > 0);
  if (closed.length === 0) return new Map();
  const owners = [
    ...new Set<string>(closed.flatMap(({ ticket, texts }) => [ticket, ...texts.map(({ about }) => about)])),
  ];
  // Present keys first: one that is destroyed in between is found among the destroyed ones.
  const present = await presentKeysOf(database, owners);
  const destroyed = await destroyedKeysOf(database, owners);
  const of = (owner: string) => [...(present.get(owner) ?? []), ...(destroyed.get(owner) ?? [])];
  return new Map(
    closed.flatMap(({ ticket, texts }): [TicketId, readonly SealedText[]][] => {
      const lost = texts.filter(({ about, key }) => !isCombinationOf(key, of(about), of(ticket)));
      return lost.length === 0 ? [] : [[ticket, lost]];
    }),
  );
}

const isClosed =
  (keys: PersonKeys) =>
  ({ about, key }: SealedText): boolean =>
    keys.get(about)?.id !== key;

const isCombinationOf = (key: string, persons: readonly string[], tickets: readonly string[]): boolean =>
  persons.some((person) => tickets.some((ticket) => combinedId(person, ticket) === key));

const BATCH = 500;

async function presentKeysOf(
  database: Database,
  owners: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const present = new Map<string, string[]>();
  for (const batch of batches(owners, BATCH)) {
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
