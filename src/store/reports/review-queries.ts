import { sql } from "kysely";
import type { EventOf } from "../../domain/ticket/events.ts";
import type { Finding } from "../../domain/ticket/finding.ts";
import { personId } from "../../domain/ticket/ids.ts";
import type { FindingCount, ReviewQueries } from "../../ports/review-queries.ts";
import type { Database } from "../database/database.ts";

type Denied = EventOf<"EligibilityDenied">;

export function createReviewQueries(database: Database): ReviewQueries {
  return {
    async sharersSince(since) {
      const rows = await database.query((db) =>
        // Asked for distinct ones, SQLite walks everybody who ever asked instead of the newest tickets.
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
          // Word for word the condition of the index events_denied.
          .where(sql<boolean>`body like '%"type":"EligibilityDenied"%'`)
          .execute(),
      );
      return count(rows).slice(0, most);
    },
  };
}

/** Findings hold no personal text, so nothing has to be unsealed. */
function count(rows: readonly { ticket: string; body: string }[]): FindingCount[] {
  const stood = rows.flatMap(({ ticket, body }) =>
    (JSON.parse(body) as Denied).findings.filter(standsInTheWay).map((finding) => ({ ticket, ...finding })),
  );
  return [...Map.groupBy(stood, ({ check }) => check)]
    .map(([check, findings]) => ({
      check,
      refusals: findings.length,
      unknown: findings.filter(({ outcome }) => outcome === "unknown").length,
      tickets: new Set(findings.map(({ ticket }) => ticket)).size,
    }))
    .sort((one, other) => other.refusals - one.refusals || one.check.localeCompare(other.check));
}

const standsInTheWay = ({ outcome }: Finding): boolean => outcome === "unmet" || outcome === "unknown";
