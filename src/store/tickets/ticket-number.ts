import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database.ts";

/** The first ticket is BK-1001: a number that people can say, and that does not tell how few there are. */
export const FIRST = 1001;
const FORM = /^BK-(\d{1,9})$/;

export async function nextTicketId(database: Database): Promise<TicketId> {
  // A number that a power cut takes back was on no ticket: the ticket's own commit would have kept it.
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

/** Tickets are sorted by their number, not by its text. */
export function numberOf(ticket: TicketId): number {
  const digits = FORM.exec(ticket)?.[1];
  if (digits === undefined) throw new Error(`${ticket} is not a ticket's id: it would be BK-1042`);
  return Number(digits);
}

/** Whoever writes to the tables can write any text where an id belongs. */
export const isTicketId = (text: string): boolean => FORM.test(text);
