import type { Transaction } from "kysely";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Schema } from "../schema.ts";
import { numberOf } from "../tickets/ticket-number.ts";
import type { SessionTable } from "./search-schema.ts";

/** What is stored for one ticket to be found by. */
export interface SearchRows {
  /** As the index keeps them, sorted and with a space between; null when it has no row. */
  readonly words: string | null;
  /** In the order of their numbers. */
  readonly sessions: readonly SessionTable[];
}

/** The rows of some tickets, in two statements. */
export async function readSearchRows(
  tx: Transaction<Schema>,
  { words }: Pick<StoreDialect, "words">,
  tickets: readonly TicketId[],
): Promise<(ticket: TicketId) => SearchRows> {
  if (tickets.length === 0) return () => ({ words: null, sessions: [] });
  const documents = await words.read(tx, tickets.map(numberOf));
  const sessions = new Map<string, SessionTable[]>();
  const rows = await tx
    .selectFrom("sessions")
    .selectAll()
    .where("ticket", "in", tickets)
    .orderBy("ticket_number")
    .orderBy("session")
    .execute();
  for (const row of rows) {
    const known = sessions.get(row.ticket);
    if (known === undefined) sessions.set(row.ticket, [row]);
    else known.push(row);
  }
  return (ticket) => ({
    words: documents.get(numberOf(ticket)) ?? null,
    sessions: sessions.get(ticket) ?? [],
  });
}
