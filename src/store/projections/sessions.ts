import { sql } from "kysely";
import type { EventType } from "../../domain/ticket/events.ts";
import type { DeviceId, TicketId } from "../../domain/ticket/ids.ts";
import { accountOf } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Session, Ticket } from "../../domain/ticket/ticket.ts";
import type { Appended } from "../../ports/ticket-store.ts";
import { type Database, pagesByKey } from "../database/database.ts";
import type { SessionTable } from "../database/schema.ts";
import { newRows, type Placeholders, statement } from "../database/statement.ts";
import { isWithin, numberOf } from "../events/read-stream.ts";
import { type Projection, plain } from "./projection.ts";

const PAGE = 2000;
const DEVICE_BUSY: Appended = { kind: "device-busy" };

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

  append({ events, after, before }) {
    if (!events.some(({ type }) => CHANGES_SESSIONS.has(type))) return [];
    // One command can end a session and begin the next; the ones before stay as they are.
    const ended = before.ticket?.past.length ?? 0;
    return sessionRows(after, ended).map((row) => ({ statement: writing.with(row) }));
  },

  async rebuild(tx, { ticket }) {
    for (const row of sessionRows(ticket)) await writing.changed(tx, row);
  },

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

/** Every session of a ticket as its row, in order. @param first leaves out so many at the beginning. */
export function sessionRows({ id, sharer, past, session }: Ticket, first = 0): SessionTable[] {
  const all: (Session | EndedSession)[] = session === null ? [...past] : [...past, session];
  return all.slice(first).map((each) => ({
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

const writing = statement((db, row: Placeholders<SessionTable>) =>
  db
    .insertInto("sessions")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["ticket", "session"]).doUpdateSet(({ ref }) => ({
        device_name: ref("excluded.device_name"),
        started_at: ref("excluded.started_at"),
        ended_at: ref("excluded.ended_at"),
        cause: ref("excluded.cause"),
        levels: ref("excluded.levels"),
      })),
    ),
);

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

const releasing = statement((db, { ticket }: Placeholders<{ ticket: TicketId }>) =>
  db.deleteFrom("device_holds").where("ticket", "=", ticket),
);
const releasingOne = statement(
  (db, { ticket, device }: Placeholders<{ ticket: TicketId; device: DeviceId }>) =>
    db.deleteFrom("device_holds").where("ticket", "=", ticket).where("device", "=", device),
);

/** One session per device: the primary key refuses a second ticket's session on it. */
export const deviceLocks: Projection = {
  table: "device_holds",

  append({ ticket, after, before }) {
    const device = after.session?.device.id ?? null;
    const held = before.ticket?.session?.device.id ?? null;
    if (device === held) return [];
    const release = held === null ? [] : [{ statement: releasingOne.with({ ticket, device: held }) }];
    if (device === null) return release;
    const lock = newRows("device_holds", { device, ticket });
    return [...release, { statement: lock, must: { change: 1, else: DEVICE_BUSY } }];
  },

  async rebuild(tx, { ticket: { id: ticket, session } }) {
    await releasing.changed(tx, { ticket });
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
