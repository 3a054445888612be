import { sql } from "kysely";
import type { TicketEvent } from "../../domain/ticket/events.ts";
import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database/database.ts";

const GIVES_HOLD = sql<boolean>`
  (body like '%"type":"TicketClaimed"%' or body like '%"type":"TicketHandedOver"%')`;

/** Who held each of these tickets last, by its events: a closed ticket has no claim. */
export async function lastHolders(
  database: Database,
  tickets: readonly string[],
): Promise<ReadonlyMap<string, PersonId>> {
  if (tickets.length === 0) return new Map();
  const rows = await database.query((db) =>
    db
      .selectFrom("events")
      .select(["ticket", "body"])
      .where("ticket", "in", tickets)
      .where(GIVES_HOLD)
      .orderBy("ticket")
      .orderBy("version")
      .execute(),
  );
  return new Map(rows.flatMap(({ ticket, body }) => holderIn(ticket, JSON.parse(body) as TicketEvent)));
}

function holderIn(ticket: string, event: TicketEvent): (readonly [string, PersonId])[] {
  if (event.type === "TicketClaimed") return [[ticket, personId(event.helper.id)]];
  if (event.type === "TicketHandedOver") return [[ticket, personId(event.to.id)]];
  return [];
}
