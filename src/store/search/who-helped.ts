import { sql } from "kysely";
import type { TicketEvent } from "../../domain/ticket/events.ts";
import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database/database.ts";

const TELLS_HELPER = sql<boolean>`
  (body like '%"type":"TicketClaimed"%' or body like '%"type":"TicketHandedOver"%'
    or body like '%"type":"TicketResolved"%')`;

/**
 * Who helped on each of these tickets, as `whoHelped` of `domain/ticket/session-account.ts` says it of one: a closed ticket
 * has no claim.
 */
export async function helpersOf(
  database: Database,
  tickets: readonly string[],
): Promise<ReadonlyMap<string, PersonId>> {
  if (tickets.length === 0) return new Map();
  const rows = await database.query((db) =>
    db
      .selectFrom("events")
      .select(["ticket", "body"])
      .where("ticket", "in", tickets)
      .where(TELLS_HELPER)
      .orderBy("ticket")
      .orderBy("version")
      .execute(),
  );
  const live = await database.query((db) =>
    db
      .selectFrom("sessions")
      .select(["ticket", "helper"])
      .where("ticket", "in", tickets)
      .where("started_at", "is not", null)
      .orderBy("session")
      .execute(),
  );
  const helpers = new Map<string, PersonId>();
  const held = new Set<string>();
  for (const { ticket, body } of rows) {
    const event = JSON.parse(body) as TicketEvent;
    const helper = holderIn(event);
    if (helper === null) continue;
    if (event.type !== "TicketResolved") held.add(`${ticket} ${helper}`);
    // A lead who closes a request without having held it has not helped on it.
    if (held.has(`${ticket} ${helper}`)) helpers.set(ticket, helper);
  }
  for (const { ticket, helper } of live) helpers.set(ticket, personId(helper));
  return helpers;
}

function holderIn(event: TicketEvent): PersonId | null {
  if (event.type === "TicketClaimed") return personId(event.helper.id);
  if (event.type === "TicketHandedOver") return personId(event.to.id);
  return event.type === "TicketResolved" && event.by !== null ? personId(event.by.id) : null;
}
