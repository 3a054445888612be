import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { EndCause, TicketEvent } from "../../domain/ticket/events.ts";
import { deviceId, personId, ticketId } from "../../domain/ticket/ids.ts";
import type { Span } from "../../domain/ticket/session-account.ts";
import type { PickUp, ReportEvent, ReportLog, ReportQueries } from "../../ports/report-queries.ts";
import { batches, type Database } from "../database/database.ts";
import { insertNew } from "../database/statement.ts";
import { namesOf } from "../projections/people.ts";
import { REPORTED, toReportEvents } from "./report-events.ts";

const SLICE = 6 * 60 * 60_000;
const TICKETS_AT_ONCE = 200;
/** The same condition as in the index events_told. */
const REPORTED_ROWS = sql<boolean>`body not like '%"type":"SessionVerified"%'`;

export function createReportQueries(database: Database): ReportQueries & ReportLog {
  return {
    async events(from, to) {
      const found: ReportEvent[] = [];
      for (let start = from; start < to; start += SLICE) {
        found.push(...(await inSlice(database, start, Math.min(to, start + SLICE))));
      }
      return found;
    },

    async pickUps(from, to) {
      const found: PickUp[] = [];
      for (let start = from; start < to; start += SLICE) {
        found.push(...(await firstPickUps(database, start, Math.min(to, start + SLICE))));
        await setImmediate();
      }
      return found;
    },

    async sessions(from, to) {
      const rows = await database.query((db) =>
        db
          .selectFrom("sessions")
          .select(["ticket", "session", "sharer", "helper", "device"])
          .select(["asked_at", "started_at", "ended_at", "cause", "levels"])
          .where("asked_at", ">=", from)
          .where("asked_at", "<", to)
          .orderBy("asked_at")
          .execute(),
      );
      return rows.map((row) => ({
        ticket: ticketId(row.ticket),
        session: row.session,
        sharer: personId(row.sharer),
        helper: personId(row.helper),
        device: deviceId(row.device),
        askedAt: row.asked_at,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        cause: row.cause as EndCause | null,
        levels: JSON.parse(row.levels) as Span[],
      }));
    },

    namesOf: (people) => namesOf(database, people),

    async claimReport({ report, recipient, period }, at) {
      const row = { report, recipient, period, claimed_at: at };
      return (await database.query((db) => insertNew(db, "sent_reports", row))) === 1;
    },

    async releaseReport({ report, recipient, period }) {
      const row = { report, recipient, period };
      await database.query((db) =>
        db
          .deleteFrom("sent_reports")
          .where((is) => is.and(row))
          .execute(),
      );
    },

    async forgetReports(before) {
      await database.query((db) => db.deleteFrom("sent_reports").where("claimed_at", "<", before).execute());
    },
  };
}

/** Reads whole streams of the tickets with events in the slice, because earlier events say who holds a ticket. */
async function inSlice(database: Database, from: number, to: number): Promise<ReportEvent[]> {
  const rows = await database.query((db) =>
    db
      .selectFrom("events")
      .select("ticket")
      .distinct()
      .where("at", ">=", from)
      .where("at", "<", to)
      .where(REPORTED_ROWS)
      .execute(),
  );
  const found: ReportEvent[] = [];
  for (const batch of batches(rows, TICKETS_AT_ONCE)) {
    const tickets = batch.map(({ ticket }) => ticket);
    const stories = Map.groupBy(await storiesOf(database, tickets, to), ({ ticket }) => ticket);
    for (const [ticket, events] of stories) {
      const reported = toReportEvents(ticketId(ticket), events.flatMap(eventIn));
      found.push(...reported.filter(({ at }) => at >= from && at < to));
    }
    await setImmediate(); // SQLite works on this thread: actions run in between
  }
  return found.sort((one, other) => one.at - other.at);
}

const storiesOf = (database: Database, tickets: readonly string[], to: number) =>
  database.query((db) =>
    db
      .selectFrom("events")
      .select(["ticket", "body"])
      .where("ticket", "in", tickets)
      .where("at", "<", to)
      .where(REPORTED_ROWS)
      .orderBy("ticket")
      .orderBy("version")
      .execute(),
  );

/** Texts stay sealed: reports need none. */
function eventIn({ body }: { readonly body: string }): TicketEvent[] {
  const event = JSON.parse(body) as TicketEvent;
  return REPORTED.has(event.type) ? [event] : [];
}

/** Of each ticket the first event that gave it to a helper. */
async function firstPickUps(database: Database, from: number, to: number): Promise<readonly PickUp[]> {
  const isPickUp = (body: string) =>
    sql<boolean>`(${sql.ref(body)} like '%"type":"TicketClaimed"%' or ${sql.ref(body)} like '%"type":"TicketHandedOver"%')`;
  const { rows } = await database.query((db) =>
    sql<{ at: number; opened_at: number }>`
      select events.at, tickets.opened_at from events join tickets on tickets.id = events.ticket
      where events.at >= ${from} and events.at < ${to} and ${REPORTED_ROWS} and ${isPickUp("events.body")}
        and not exists (select 1 from events as earlier where earlier.ticket = events.ticket
          and earlier.version < events.version and ${isPickUp("earlier.body")})`.execute(db),
  );
  return rows.map(({ at, opened_at }) => ({ at: Number(at), openedAt: Number(opened_at) }));
}
