import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database.ts";
import { type ChainBreak, findBreak } from "./chain.ts";
import { readTrail } from "./read-trail.ts";

/** Is the trail of a ticket still what was written? Null when it is; needs no keys, so erasure changes nothing. */
export async function verifyTrail(database: Database, ticket: TicketId): Promise<ChainBreak | null> {
  const { records, head } = await readTrail(database, ticket);
  return findBreak(ticket, records, head);
}
