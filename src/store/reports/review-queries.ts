import { sql } from "kysely";
import type { EventOf } from "../../domain/ticket/events.ts";
import { personId } from "../../domain/ticket/ids.ts";
import type { FindingCount, ReviewQueries } from "../../ports/report-queries.ts";
import type { Database } from "../database/database.ts";
import { blocksSession } from "./report-events.ts";

type Denied = EventOf<"EligibilityDenied">;

export function createReviewQueries(database: Database): ReviewQueries {
  return {
    async sharersSince(since) {
      const rows = await database.query((db) =>
        // Without `distinct`: with it, SQLite scans the index of all sharers instead of the newest tickets.
        db.selectFrom("tickets").select("sharer").where("opened_at", ">=", since).execute(),
      );
      return [...new Set(rows.map(({ sharer }) => personId(sharer)))].sort();
    },

    async topFindings(since, most) {
      const rows = await database.query((db) =>
        db
          .selectFrom("events")
          .select(["ticket", "body"])
          .where("at", ">=", since)
          // The same condition as in the index events_denied.
          .where(sql<boolean>`body like '%"type":"EligibilityDenied"%'`)
          .execute(),
      );
      return count(rows).slice(0, most);
    },
  };
}

/** Findings hold no personal text, so nothing has to be opened. */
function count(rows: readonly { ticket: string; body: string }[]): FindingCount[] {
  const blocking = rows.flatMap(({ ticket, body }) => {
    const { findings } = JSON.parse(body) as Denied;
    return findings.filter(blocksSession).map(({ check, outcome }) => ({ ticket, check, outcome }));
  });
  return [...Map.groupBy(blocking, ({ check }) => check)]
    .map(([check, findings]) => ({
      check,
      refusals: findings.length,
      unknown: findings.filter(({ outcome }) => outcome === "unknown").length,
      tickets: new Set(findings.map(({ ticket }) => ticket)).size,
    }))
    .sort((one, other) => other.refusals - one.refusals || one.check.localeCompare(other.check));
}
