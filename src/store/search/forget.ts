import type { Transaction } from "kysely";
import { ticketId } from "../../domain/ticket/ids.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Schema } from "../schema.ts";
import { numberOf } from "../tickets/ticket-number.ts";
import { openGap } from "./search-gaps.ts";

/**
 * Takes the words of these tickets out of the index, and every text about a person out of what stands beside it; without
 * a person, every text. `completeSearch` puts back what may stay.
 */
export async function forgetInSearch(
  tx: Transaction<Schema>,
  { words }: Pick<StoreDialect, "words">,
  tickets: readonly string[],
  about?: string,
): Promise<void> {
  if (tickets.length === 0) return;
  await openGap(tx);
  await words.remove(
    tx,
    tickets.map((id) => numberOf(ticketId(id))),
  );
  let sessions = tx
    .updateTable("sessions")
    .set({ device_name: "" })
    .where(
      "ticket_number",
      "in",
      tickets.map((id) => numberOf(ticketId(id))),
    );
  if (about !== undefined) {
    sessions = sessions.where("sharer", "=", about);
    await tx.deleteFrom("people").where("person", "=", about).execute();
  }
  await sessions.execute();
}
