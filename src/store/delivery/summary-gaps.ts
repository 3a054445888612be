import type { DeliveryStore, SummaryGap } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";

/** Which managers did not get their summaries; a row goes when they do. */
export function createSummaryGaps(
  database: Database,
): Pick<DeliveryStore, "summaryGaps" | "recordSummaryGap"> {
  return {
    async summaryGaps(ticket) {
      const rows = await database.query((db) =>
        db.selectFrom("summary_gaps").select(["summary", "gap"]).where("ticket", "=", ticket).execute(),
      );
      return new Map(rows.map(({ summary, gap }): [string, SummaryGap] => [summary, gap]));
    },

    async recordSummaryGap(ticket, summary, gap) {
      const those = { ticket, summary };
      if (gap === null) {
        await database.writeRelaxed((db) =>
          db
            .deleteFrom("summary_gaps")
            .where((row) => row.and(those))
            .execute(),
        );
        return;
      }
      await database.writeRelaxed((db) =>
        db
          .insertInto("summary_gaps")
          .values({ ...those, gap })
          .onConflict((conflict) => conflict.columns(["ticket", "summary"]).doUpdateSet({ gap }))
          .execute(),
      );
    },
  };
}
