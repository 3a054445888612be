import { sql } from "kysely";
import { type PersonId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database/database.ts";
import { type Placeholders, statement } from "../database/statement.ts";

/** A ticket as it is now, by the end of its stream. */
interface StreamEnd {
  readonly ticket: TicketId;
  readonly mac: string;
  /** The newest audit entry that records destroyed keys: while it is the same, no key was destroyed. */
  readonly erasures: number;
}

type Asked = Placeholders<{ helper: PersonId; sharer: PersonId; since: number }>;

const ofTheTwo = ({ helper, sharer, since }: Asked) =>
  sql<boolean>`sessions.sharer = ${sharer} and sessions.helper = ${helper} and sessions.asked_at >= ${since}`;

const streamEnds = statement((db, asked: Asked) =>
  db
    .selectFrom("sessions")
    .innerJoin("tickets", "tickets.id", "sessions.ticket")
    .select(["tickets.id", "tickets.head_mac"])
    .select(sql<number | null>`(select max(act) from destroyed_keys)`.as("erasures"))
    .distinct()
    .where(ofTheTwo(asked))
    .where(
      sql<boolean>`tickets.changed_at >= coalesce((select max(sessions.started_at) from sessions where ${ofTheTwo(asked)}), 0)`,
    ),
);

/** See `TicketStore.ticketsAskedOn`. */
export async function ticketsAskedOn(
  database: Database,
  helper: PersonId,
  sharer: PersonId,
  since: number,
): Promise<readonly StreamEnd[]> {
  const rows = await database.query(streamEnds.rows, { helper, sharer, since });
  return rows.map(({ id, head_mac: mac, erasures }) => ({
    ticket: ticketId(id),
    mac,
    erasures: erasures ?? 0,
  }));
}
