import { sql } from "kysely";
import type { VitalSigns } from "../../ports/vital-signs.ts";
import type { Database } from "../database/database.ts";

interface Row {
  readonly live: number;
  readonly waiting: number;
  readonly oldest: number | null;
  readonly deadline: number | null;
  readonly cards: number | null;
}

/** Each part reads an index, so the costs grow with what is open, and not with the store. */
export async function readVitalSigns(database: Database, at: number): Promise<VitalSigns> {
  const { rows } = await database.query((db) =>
    sql<Row>`select
      (select count(*) from tickets where session_helper is not null and session_state = 'live') as live,
      (select count(*) from tickets where status = 'open') as waiting,
      (select min(opened_at) from tickets where status = 'open') as oldest,
      (select min(next_deadline) from tickets where next_deadline is not null and next_deadline <= ${at}) as deadline,
      (select min(case when due_at > changed_at then due_at else changed_at end)
        from tickets where due_at <= ${at}) as cards`.execute(db),
  );
  const { live = 0, waiting = 0, oldest = null, deadline = null, cards = null } = rows[0] ?? {};
  const since = (moment: number | null) => (moment === null ? 0 : Math.max(0, at - moment));
  return {
    liveSessions: live,
    waiting,
    oldestWaitMs: since(oldest),
    deadlineLagMs: since(deadline),
    deliveryLagMs: since(cards),
  };
}
