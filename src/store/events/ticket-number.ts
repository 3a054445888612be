import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database/database.ts";

/** The first ticket is BK-1001: easy to say, and it does not reveal how few there are. */
export const FIRST = 1001;
const FORM = /^BK-(\d{1,9})$/;

export async function nextTicketId(database: Database): Promise<TicketId> {
  // A number lost in a power cut was on no ticket: the flushed commit of the ticket keeps its number too.
  const { value } = await database.writeRelaxed((db) =>
    db
      .insertInto("counters")
      .values({ name: "ticket", value: FIRST })
      .onConflict((conflict) =>
        conflict.column("name").doUpdateSet((row) => ({ value: row("counters.value", "+", 1) })),
      )
      .returning("value")
      .executeTakeFirstOrThrow(),
  );
  return ticketId(`BK-${value}`);
}

export function numberOf(ticket: TicketId): number {
  const digits = FORM.exec(ticket)?.[1];
  if (digits === undefined) throw new Error(`${ticket} is not a ticket's id: it would be BK-1042`);
  return Number(digits);
}

/** False for what somebody with access to the tables wrote where an id belongs. */
export const isTicketId = (text: string): boolean => FORM.test(text);
