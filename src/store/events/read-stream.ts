import { sql } from "kysely";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { TrailEntry } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import { openEvent, parseEvent } from "./event-record.ts";
import type { ChainHead, ChainRecord } from "./hash-chain.ts";
import type { Keyring } from "./keyring.ts";
import { peopleIn } from "./seal.ts";

/** The event stream of one ticket. */
export interface StoredStream {
  readonly records: readonly ChainRecord[];
  /** Null when the ticket has no row. */
  readonly head: ChainHead | null;
  /** Entries in the audit log at that moment: while it is the same, no key was destroyed. */
  readonly auditEntries: number;
}

/** Everything in one statement, so that it belongs to the same moment. */
export async function readStream(database: Database, ticket: TicketId): Promise<StoredStream> {
  const rows = await database.query((db) =>
    db
      .selectFrom(sql<{ id: string }>`(select cast(${ticket} as text) as id)`.as("wanted"))
      .leftJoin("tickets", "tickets.id", "wanted.id")
      .leftJoin("events", "events.ticket", "wanted.id")
      .select(["tickets.version as head_version", "tickets.head as head_hash"])
      .select(["events.version", "events.body", "events.prev_hash", "events.hash"])
      .select((row) =>
        row.selectFrom("chain_heads").select("version").where("name", "=", "acts").as("audit_entries"),
      )
      .orderBy("events.version")
      .execute(),
  );
  const records = rows.flatMap(({ version, body, prev_hash: prevHash, hash }) =>
    version === null || body === null || prevHash === null || hash === null
      ? []
      : [{ version, body, prevHash, hash }],
  );
  const { head_version: version = null, head_hash: hash = null, audit_entries } = rows[0] ?? {};
  return {
    records,
    head: version === null || hash === null ? null : { version, hash },
    auditEntries: audit_entries ?? 0,
  };
}

/** The records as events, with the personal texts whose keys still exist. @throws {EventUnreadable} */
export async function openStream(
  keyring: Keyring,
  ticket: TicketId,
  records: readonly ChainRecord[],
): Promise<TrailEntry[]> {
  const parsed = records.map(({ version, body, hash }) => {
    return { version, hash, sealed: parseEvent(ticket, version, body) };
  });
  const keys = (await keyring.find(peopleIn(parsed), [ticket]))(ticket);
  return parsed.map(({ version, hash, sealed }) => {
    return { version, hash, event: openEvent(ticket, version, sealed, keys) };
  });
}
