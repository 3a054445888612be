import type { ReportId, ReportLog } from "../../ports/report-queries.ts";
import type { Database } from "../database/database.ts";

export function createReportLog(database: Database): ReportLog {
  return {
    async claimReport({ report, recipient, period }, at) {
      const { numInsertedOrUpdatedRows } = await database.query((db) =>
        db
          .insertInto("sent_reports")
          .values({ report, recipient, period, claimed_at: at })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst(),
      );
      return numInsertedOrUpdatedRows === 1n;
    },

    async releaseReport({ report, recipient, period }: ReportId) {
      await database.query((db) =>
        db
          .deleteFrom("sent_reports")
          .where("report", "=", report)
          .where("recipient", "=", recipient)
          .where("period", "=", period)
          .execute(),
      );
    },

    async forgetReports(before) {
      await database.query((db) => db.deleteFrom("sent_reports").where("claimed_at", "<", before).execute());
    },
  };
}
