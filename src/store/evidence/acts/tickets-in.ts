import type { TicketId } from "../../../domain/ticket/ids.ts";
import type { EvidenceScope } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import { trailPages } from "../../trail/trail-pages.ts";

/** The tickets that a scope means: of a person, every one in whose records they take part. Needs no key. */
export async function ticketsIn(database: Database, scope: EvidenceScope): Promise<TicketId[]> {
  const tickets: TicketId[] = [];
  for await (const page of trailPages(database, scope)) {
    tickets.push(...page.filter(({ records }) => records.length > 0).map(({ ticket }) => ticket));
  }
  return tickets;
}
