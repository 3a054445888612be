import type { PersonId, TicketId } from "../../ticket/ids.ts";
import type { Database } from "../database.ts";
import { trailPages } from "../trail/trail-pages.ts";

/** Every ticket in whose records a person takes part. Reads all trails. */
export async function ticketsNaming(database: Database, person: PersonId): Promise<TicketId[]> {
  const tickets: TicketId[] = [];
  for await (const page of trailPages(database, { person }))
    tickets.push(...page.map(({ ticket }) => ticket));
  return tickets;
}
