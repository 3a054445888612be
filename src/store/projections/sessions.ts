import { sql } from "kysely";
import type { EventType } from "../../domain/ticket/events.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import { accountOf } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Session, Ticket } from "../../domain/ticket/ticket.ts";
import type { Appended } from "../../ports/ticket-store.ts";
import { type Database, pagesByKey, Rollback, type Tx } from "../database/database.ts";
import type { SessionTable } from "../database/schema.ts";
import { insertNew } from "../database/statement.ts";
import { isWithin, numberOf } from "../events/read-stream.ts";
import { type Projection, plain } from "./projection.ts";

const PAGE = 2000;

const CHANGES_SESSIONS: ReadonlySet<EventType> = new Set([
  "ViewAsked",
  "ConsentGiven",
  "GrantRevoked",
  "GrantExpired",
  "SessionPaused",
  "SessionResumed",
  "SessionEnded",
]);

/** One row per session, for diaries and reports. */
export const sessions: Projection = {
  table: "sessions",

  async append(tx, { events, after }) {
    // One command can end a session and begin the next.
    if (events.some(({ type }) => CHANGES_SESSIONS.has(type))) await write(tx, sessionRows(after).slice(-2));
  },

  rebuild: (tx, { ticket }) => write(tx, sessionRows(ticket)),

  async clear(tx) {
    await tx.deleteFrom("sessions").execute();
  },

  /** The sharer's device often has their name. */
  async erase(tx, tickets, about) {
    let rows = tx.updateTable("sessions").set({ device_name: "" });
    rows = rows.where("ticket", "in", tickets);
    if (about !== undefined) rows = rows.where("sharer", "=", about);
    await rows.execute();
  },

  verification: () => ({
    async load(tx, tickets) {
      const rows = await tx
        .selectFrom("sessions")
        .selectAll()
        .where(isWithin("ticket", tickets))
        .orderBy("ticket")
        .orderBy("session")
        .execute();
      const rowsOf = Map.groupBy(rows, ({ ticket }) => ticket);
      return ({ ticket, lost }) =>
        lost.size > 0 ? [] : differences(rowsOf.get(ticket.id) ?? [], sessionRows(ticket));
    },

    async *rest({ database }) {
      for await (const page of pagesByKey(PAGE, "", ({ ticket }) => ticket, withoutTicket(database))) {
        for (const { ticket } of page) yield { in: "orphan", table: "sessions", ticket };
      }
    },
  }),
};

/** Every session of a ticket as its row, in order. */
export function sessionRows({ id, sharer, past, session }: Ticket): SessionTable[] {
  const all: (Session | EndedSession)[] = session === null ? [...past] : [...past, session];
  return all.map((each) => ({
    ticket: id,
    ticket_number: numberOf(id),
    session: each.number,
    sharer: sharer.id,
    helper: each.helper.id,
    device: each.device.id,
    device_name: plain(each.device.name.text ?? ""),
    device_model: plain(each.device.model),
    asked_at: each.askedAt,
    started_at: each.grants[0]?.from ?? null,
    ended_at: "endedAt" in each ? each.endedAt : null,
    cause: "endedAt" in each ? each.cause : null,
    levels: JSON.stringify(accountOf(each, Number.POSITIVE_INFINITY)?.spans ?? []),
  }));
}

async function write(tx: Tx, rows: readonly SessionTable[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("sessions")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["ticket", "session"]).doUpdateSet((row) => ({
        device_name: row.ref("excluded.device_name"),
        started_at: row.ref("excluded.started_at"),
        ended_at: row.ref("excluded.ended_at"),
        cause: row.ref("excluded.cause"),
        levels: row.ref("excluded.levels"),
      })),
    )
    .execute();
}

function differences(stored: readonly SessionTable[], wanted: readonly SessionTable[]): string[] {
  const extra = stored
    .filter(({ session }) => !wanted.some((row) => row.session === session))
    .map(({ session }) => `sessions (a row for session ${session}, which never was)`);
  const wrong = wanted.flatMap((row) => {
    const { session } = row;
    const found = stored.find((each) => each.session === session);
    if (found === undefined) return [`sessions (session ${session} is missing)`];
    return (Object.keys(row) as (keyof SessionTable)[])
      .filter((column) => found[column] !== row[column])
      .map((column) => `sessions.${column} of session ${session}`);
  });
  return [...extra, ...wrong];
}

const withoutTicket = (database: Database) => (after: string, limit: number) =>
  database.query((db) =>
    db
      .selectFrom("sessions")
      .select("ticket")
      .distinct()
      .where("ticket", ">", after)
      .where(sql<boolean>`not exists (select 1 from events where events.ticket = sessions.ticket)`)
      .orderBy("ticket")
      .limit(limit)
      .execute(),
  );

const lockOf = (tx: Tx, ticket: TicketId) => tx.deleteFrom("device_holds").where("ticket", "=", ticket);

/** One session per device: the primary key refuses a second ticket's session on it. */
export const deviceLocks: Projection = {
  table: "device_holds",

  async append(tx, { ticket, after, before }) {
    const device = after.session?.device.id ?? null;
    if (device === before.device) return;
    if (before.device !== null) await lockOf(tx, ticket).where("device", "=", before.device).execute();
    if (device === null) return;
    if ((await insertNew(tx, "device_holds", { device, ticket })) === 1) return;
    throw new Rollback<Appended>({ kind: "device-busy" });
  },

  async rebuild(tx, { ticket: { id: ticket, session } }) {
    await lockOf(tx, ticket).execute();
    if (session !== null) {
      await tx.insertInto("device_holds").values({ device: session.device.id, ticket }).execute();
    }
  },

  // Locks of live sessions must hold while other tickets are rebuilt.
  clear: null,

  /** Holds ids only. */
  async erase() {},

  verification: () => ({
    async load(tx, tickets) {
      const rows = await tx
        .selectFrom("device_holds")
        .selectAll()
        .where(isWithin("ticket", tickets))
        .orderBy("device")
        .execute();
      const heldFor = Map.groupBy(rows, ({ ticket }) => ticket);
      return ({ ticket: { id, session } }) => {
        const held = (heldFor.get(id) ?? []).map(({ device }) => device);
        const wanted = session === null ? [] : [session.device.id];
        return held.join() === wanted.join() ? [] : ["device_holds.device"];
      };
    },
  }),
};
