import { sql } from "kysely";
import type { EndCause } from "../../domain/ticket/events.ts";
import { deviceId, type PersonId, personId, ticketId } from "../../domain/ticket/ids.ts";
import type { Span } from "../../domain/ticket/session-account.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { DiaryEntry, DiaryMark, DiaryPage, TicketSearch } from "../../ports/ticket-search.ts";
import type { Database } from "../database/database.ts";
import type { SessionTable } from "../database/schema.ts";
import { sessionRows } from "../projections/sessions.ts";

type Page = Parameters<TicketSearch["diaryOf"]>[1];

/** Sessions of a sharer, newest first. Both directions read the same index. */
export async function diaryOf(database: Database, sharer: PersonId, page: Page): Promise<DiaryPage> {
  const { limit, olderThan, newerThan } = page;
  const forwards = newerThan !== undefined;
  const rows = await read(database, sharer, page);
  const beyond = rows.length > limit;
  const entries = rows.slice(0, limit).map(toEntry);
  if (forwards) return { entries: entries.reverse(), hasNewer: beyond, hasOlder: true };
  return { entries, hasOlder: beyond, hasNewer: olderThan !== undefined };
}

const PLACE = sql`(asked_at, ticket_number, session)`;
const at = ({ askedAt, number, session }: DiaryMark) => sql`(${askedAt}, ${number}, ${session})`;

const read = (database: Database, sharer: PersonId, { limit, olderThan, newerThan }: Page) =>
  database.query((db) => {
    const direction = newerThan === undefined ? "desc" : "asc";
    let sessions = db
      .selectFrom("sessions")
      .leftJoin("people", "people.person", "sessions.helper")
      .selectAll("sessions")
      .select("people.name as helper_name")
      .where("sharer", "=", sharer);
    if (olderThan !== undefined) sessions = sessions.where(sql<boolean>`${PLACE} < ${at(olderThan)}`);
    if (newerThan !== undefined) sessions = sessions.where(sql<boolean>`${PLACE} > ${at(newerThan)}`);
    return sessions
      .orderBy("asked_at", direction)
      .orderBy("ticket_number", direction)
      .orderBy("session", direction)
      .limit(limit + 1)
      .execute();
  });

/** The same from a replayed ticket, for exports that read no projection. Oldest first. */
export function diaryEntriesOf(ticket: Ticket): DiaryEntry[] {
  const names = new Map(ticket.helpers.map(({ id, name }) => [id as string, name.text]));
  return sessionRows(ticket).map((row) => toEntry({ ...row, helper_name: names.get(row.helper) ?? null }));
}

const toEntry = (row: SessionTable & { readonly helper_name: string | null }): DiaryEntry => ({
  ticket: ticketId(row.ticket),
  number: row.ticket_number,
  session: row.session,
  helper: personId(row.helper),
  helperName: row.helper_name ?? "",
  device: deviceId(row.device),
  deviceName: row.device_name,
  deviceModel: row.device_model,
  askedAt: row.asked_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  cause: row.cause as EndCause | null,
  levels: JSON.parse(row.levels) as Span[],
});
