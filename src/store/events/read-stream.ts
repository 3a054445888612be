import { sql } from "kysely";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { TrailEntry } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import { openEvent, parseEvent } from "./event-record.ts";
import type { ChainHead, ChainRecord } from "./hash-chain.ts";
import type { Keyring } from "./keyring.ts";
import { type PersonKeys, peopleIn } from "./seal.ts";

/** The event stream of one ticket. */
export interface StoredStream {
  readonly records: readonly ChainRecord[];
  /** Null when the ticket has no row. */
  readonly head: ChainHead | null;
}

/** Records and head in one statement, so that both belong to the same moment. */
export async function readStream(database: Database, ticket: TicketId): Promise<StoredStream> {
  const rows = await database.query((db) =>
    db
      .selectFrom(sql<{ id: string }>`(select cast(${ticket} as text) as id)`.as("wanted"))
      .leftJoin("tickets", "tickets.id", "wanted.id")
      .leftJoin("events", "events.ticket", "wanted.id")
      .select(["tickets.version as head_version", "tickets.head as head_hash"])
      .select(["events.version", "events.body", "events.prev_hash", "events.hash"])
      .orderBy("events.version")
      .execute(),
  );
  const records = rows.flatMap(({ version, body, prev_hash: prevHash, hash }) =>
    version === null || body === null || prevHash === null || hash === null
      ? []
      : [{ version, body, prevHash, hash }],
  );
  const { head_version: version, head_hash: hash } = rows[0] ?? { head_version: null, head_hash: null };
  return { records, head: version === null || hash === null ? null : { version, hash } };
}

export interface OpenStream {
  readonly entries: TrailEntry[];
  /** Everyone named in it, and the keys that it was opened with. */
  readonly people: ReadonlySet<PersonId>;
  readonly keys: PersonKeys;
}

/** The records as events, with the personal texts whose keys still exist. @throws {EventUnreadable} */
export async function openStream(
  keyring: Keyring,
  ticket: TicketId,
  records: readonly ChainRecord[],
): Promise<OpenStream> {
  const parsed = records.map(({ version, body, hash }) => {
    return { version, hash, sealed: parseEvent(ticket, version, body) };
  });
  const people = peopleIn(parsed);
  const keys = (await keyring.find(people, [ticket]))(ticket);
  const entries = parsed.map(({ version, hash, sealed }) => {
    return { version, hash, event: openEvent(ticket, version, sealed, keys) };
  });
  return { entries, people, keys };
}
