import { sql } from "kysely";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database/database.ts";
import { type Placeholders, statement } from "../database/statement.ts";
import type { ChainRecord } from "../events/hash-chain.ts";
import type { SignedHead } from "../events/signer.ts";

/** The name of a conversation's hash chain. */
export const threadName = (ticket: string): `thread ${string}` => `thread ${ticket}`;

export interface ThreadEnd {
  /** Null when nobody has written anything. */
  readonly head: SignedHead | null;
  /** The newest audit entry that records destroyed keys: while it is the same, no key was destroyed. */
  readonly erasures: number;
}

const endOf = statement((db, { name }: Placeholders<{ name: `thread ${string}` }>) =>
  db
    .selectFrom("chain_heads")
    .select(["version", "head as hash", "mac"])
    .select(sql<number | null>`(select max(act) from destroyed_keys)`.as("erasures"))
    .where("name", "=", name),
);

export async function readThreadEnd(database: Database, ticket: TicketId): Promise<ThreadEnd> {
  const row = await database.query(endOf.first, { name: threadName(ticket) });
  if (row === undefined) return { head: null, erasures: 0 };
  const { erasures, ...head } = row;
  return { head, erasures: erasures ?? 0 };
}

export const readThread = (database: Database, ticket: string): Promise<ChainRecord[]> =>
  database.query((db) =>
    db
      .selectFrom("messages")
      .select(["version", "body", "prev_hash as prevHash", "hash"])
      .where("ticket", "=", ticket)
      .orderBy("version")
      .execute(),
  );
