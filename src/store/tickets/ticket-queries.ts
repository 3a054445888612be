import type { Kysely } from "kysely";
import { deviceId, personId, ticketId } from "../../domain/ticket/ids.ts";
import type { TicketQueries, TicketSummary } from "../../ports/ticket-store.ts";
import type { Database } from "../database.ts";
import type { Schema } from "../schema.ts";

export function createTicketQueries(database: Database): TicketQueries {
  return {
    openTicketsOf: (sharer) =>
      database.query(async (db) => {
        const open = summaries(db).where("sharer", "=", sharer).where("status", "in", ["open", "claimed"]);
        return (await open.orderBy("number", "desc").execute()).map(toSummary);
      }),

    ticketsOf: (sharer, limit) =>
      database.query(async (db) => {
        const all = summaries(db).where("sharer", "=", sharer).orderBy("number", "desc").limit(limit);
        return (await all.execute()).map(toSummary);
      }),

    heldBy: (helper) =>
      database.query(async (db) => {
        const held = summaries(db).where("helper", "=", helper).orderBy("number");
        return (await held.execute()).map(toSummary);
      }),

    sessionsWith: (person) =>
      database.query(async (db) => {
        const sessions = summaries(db)
          .where("session_state", "is not", null)
          .where((row) => row.or([row("sharer", "=", person), row("session_helper", "=", person)]));
        return (await sessions.orderBy("number").execute()).map(toSummary);
      }),

    runningSessions: () =>
      database.query(async (db) => {
        const rows = await db
          .selectFrom("tickets")
          .select(["id", "sharer", "session_helper"])
          .where("session_helper", "is not", null)
          .$narrowType<{ session_helper: string }>()
          .orderBy("number")
          .execute();
        return rows.map(({ id, sharer, session_helper: helper }) => ({
          ticket: ticketId(id),
          sharer: personId(sharer),
          helper: personId(helper),
        }));
      }),
  };
}

const summaries = (db: Kysely<Schema>) =>
  db
    .selectFrom("tickets")
    .select(["id", "status", "subject", "sharer", "helper", "device", "opened_at", "changed_at"]);

type Row = Awaited<ReturnType<ReturnType<typeof summaries>["executeTakeFirstOrThrow"]>>;

const toSummary = (row: Row): TicketSummary => ({
  id: ticketId(row.id),
  status: row.status,
  subject: row.subject,
  sharer: personId(row.sharer),
  helper: row.helper === null ? null : personId(row.helper),
  device: row.device === null ? null : deviceId(row.device),
  openedAt: row.opened_at,
  changedAt: row.changed_at,
});
