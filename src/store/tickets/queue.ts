import { sql } from "kysely";
import { deviceId, type PersonId, personId, ticketId } from "../../domain/ticket/ids.ts";
import type { Backlog, QueueEntry, QueuePage } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import type { TicketTable } from "../database/schema.ts";

/** The condition of the partial index `tickets_in_queue`: spelt out, because parameters would hide it from the planner. */
const IN_QUEUE = sql<boolean>`tickets.status in ('open', 'claimed')`;

export async function backlog(database: Database): Promise<Backlog> {
  const { rows } = await database.query((db) =>
    sql<{ status: string; urgency: string; tickets: number; oldest: number }>`
      select status, urgency, count(*) as tickets, min(opened_at) as oldest from tickets
      where ${IN_QUEUE} group by status, urgency`.execute(db),
  );
  const sum = (counted: typeof rows) => counted.reduce((all, { tickets }) => all + Number(tickets), 0);
  const waiting = rows.filter(({ status }) => status === "open");
  return {
    waiting: sum(waiting),
    urgent: sum(waiting.filter(({ urgency }) => urgency === "urgent")),
    waitingSince: waiting.length === 0 ? null : Math.min(...waiting.map(({ oldest }) => Number(oldest))),
    inProgress: sum(rows) - sum(waiting),
  };
}

type Row = Pick<
  TicketTable,
  "id" | "version" | "status" | "urgency" | "sharer" | "helper" | "device" | "session_state" | "subject"
> & {
  readonly opened_at: number;
  readonly changed_at: number;
  readonly sharer_name: string | null;
  readonly helper_name: string | null;
};

export async function queueOf(
  database: Database,
  helper: PersonId,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<QueuePage> {
  const { rows } = await database.query((db) =>
    sql<Row>`
      select tickets.id, tickets.version, tickets.status, tickets.urgency, tickets.sharer, tickets.helper,
        tickets.device, tickets.session_state, tickets.subject, tickets.opened_at, tickets.changed_at,
        sharers.name as sharer_name, helpers.name as helper_name
      from tickets
      left join people as sharers on sharers.person = tickets.sharer
      left join people as helpers on helpers.person = tickets.helper
      where ${IN_QUEUE}
      order by case when tickets.status = 'open' then 0 when tickets.helper = ${helper} then 1 else 2 end,
        case tickets.urgency when 'urgent' then 0 when 'normal' then 1 else 2 end, tickets.number
      limit ${limit + 1} offset ${skip}`.execute(db),
  );
  return { entries: rows.slice(0, limit).map(toEntry), more: rows.length > limit };
}

/** Tickets that are looked through for who helped last: the newest, so that a large store makes it no slower. */
const LOOKED_THROUGH = 500;

/** Who holds or last held the newest tickets, the newest first. */
export async function recentHelpers(database: Database, most: number): Promise<readonly PersonId[]> {
  const { rows } = await database.query((db) =>
    sql<{ helper: string }>`
      select newest.helper from
        (select helper, number from tickets order by number desc limit ${LOOKED_THROUGH}) as newest
      where newest.helper is not null
      group by newest.helper order by max(newest.number) desc limit ${most}`.execute(db),
  );
  return rows.map(({ helper }) => personId(helper));
}

const toEntry = (row: Row): QueueEntry => ({
  id: ticketId(row.id),
  version: row.version,
  status: row.status,
  urgency: row.urgency,
  subject: row.subject,
  sharer: personId(row.sharer),
  sharerName: row.sharer_name ?? "",
  helper: row.helper === null ? null : personId(row.helper),
  helperName: row.helper === null ? null : (row.helper_name ?? ""),
  device: row.device === null ? null : deviceId(row.device),
  session: row.session_state,
  openedAt: Number(row.opened_at),
  changedAt: Number(row.changed_at),
});
