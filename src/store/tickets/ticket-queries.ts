import { deviceId, personId, ticketId } from "../../domain/ticket/ids.ts";
import type { TicketQueries, TicketSummary } from "../../ports/ticket-store.ts";
import type { Database } from "../database/database.ts";
import { backlog, queueOf, recentHelpers } from "./queue.ts";

export function createTicketQueries(database: Database): TicketQueries {
  type Query = ReturnType<typeof summaries>;
  const summaries = (db: Parameters<Parameters<Database["query"]>[0]>[0]) =>
    db
      .selectFrom("tickets")
      .select(["id", "status", "subject", "sharer", "helper", "device", "opened_at", "changed_at"]);
  const find = async (where: (query: Query) => Query): Promise<TicketSummary[]> => {
    const rows = await database.query((db) => where(summaries(db)).execute());
    return rows.map((row) => ({
      id: ticketId(row.id),
      status: row.status,
      subject: row.subject,
      sharer: personId(row.sharer),
      helper: row.helper === null ? null : personId(row.helper),
      device: row.device === null ? null : deviceId(row.device),
      openedAt: row.opened_at,
      changedAt: row.changed_at,
    }));
  };

  return {
    openTicketsOf: (sharer) =>
      find((tickets) =>
        tickets
          .where("sharer", "=", sharer)
          .where("status", "in", ["open", "claimed"])
          .orderBy("number", "desc"),
      ),

    ticketsOf: (sharer, limit) =>
      find((tickets) => tickets.where("sharer", "=", sharer).orderBy("number", "desc").limit(limit)),

    heldBy: (helper) => find((tickets) => tickets.where("helper", "=", helper).orderBy("number")),

    sessionsWith: (person) =>
      find((tickets) =>
        tickets
          .where("session_state", "is not", null)
          .where((row) => row.or([row("sharer", "=", person), row("session_helper", "=", person)]))
          .orderBy("number"),
      ),

    backlog: () => backlog(database),
    queueOf: (helper, page) => queueOf(database, helper, page),
    recentHelpers: (most) => recentHelpers(database, most),

    async runningSessions() {
      const rows = await database.query((db) =>
        db
          .selectFrom("tickets")
          .select(["id", "sharer", "session_helper"])
          .where("session_helper", "is not", null)
          .orderBy("number")
          .execute(),
      );
      return rows.map(({ id, sharer, session_helper: helper }) => ({
        ticket: ticketId(id),
        sharer: personId(sharer),
        helper: personId(helper ?? ""),
      }));
    },
  };
}
