import type { Transaction } from "kysely";
import type { StoreDialect } from "../../engines/dialect.ts";
import type { Schema } from "../../schema.ts";
import { forgetInSearch } from "../../search/forget.ts";

/**
 * Empties every plain copy of a text outside the sealed events, on these tickets: all of them, or those about one person.
 * Whatever else keeps a text in the open has to be emptied here too. Their cards are drawn again without it.
 */
export async function emptyPlainCopies(
  tx: Transaction<Schema>,
  dialect: StoreDialect,
  tickets: readonly string[],
  about?: string,
): Promise<void> {
  if (tickets.length === 0) return;
  let copies = tx.updateTable("tickets").set({ subject: "" }).where("id", "in", tickets);
  if (about !== undefined) copies = copies.where("subject_about", "=", about);
  await copies.execute();
  await forgetInSearch(tx, dialect, tickets, about);
  await tx
    .updateTable("tickets")
    .set({ cards_version: 0, redraw_wanted: 1 })
    .where("id", "in", tickets)
    .execute();
}
