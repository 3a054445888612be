import { sql } from "kysely";
import { isLive, nextCheck } from "../../domain/ticket/authority.ts";
import type { Session, Ticket } from "../../domain/ticket/ticket.ts";
import type { Lease } from "../../ports/delivery-store.ts";
import type { Appended } from "../../ports/ticket-store.ts";
import type { Tx } from "../database/database.ts";
import type { TicketTable } from "../database/schema.ts";
import { newRows, type Placeholders, statement } from "../database/statement.ts";
import { isWithin, numberOf } from "../events/read-stream.ts";
import type { SignedHead } from "../events/signer.ts";
import { type Projection, plain, type Replayed } from "./projection.ts";

const CONFLICT: Appended = { kind: "conflict" };
const NO_WORKER = "";
/** Before every lease. */
const LEASED_ALWAYS = -1;
/** Equals no moment. */
const NO_CHECK = -1;

/** A ticket's state, for questions over many tickets, and when its next deadline and check are due. */
export const tickets: Projection = {
  table: "tickets",

  append({ after, head, nextDeadline, lease, before }) {
    const row = ticketRow(after, head, nextDeadline);
    const must = { change: 1, else: CONFLICT };
    if (before.version === 0) return [{ statement: newRows("tickets", row), must }];
    const statement = changing.with({
      ...row,
      same_check: row.next_check ?? NO_CHECK,
      version_before: before.version,
      head_before: before.hash,
      erasures: before.erasures,
      worker: lease?.worker ?? NO_WORKER,
      at: lease?.at ?? LEASED_ALWAYS,
      until: lease?.until ?? LEASED_ALWAYS,
    });
    return [{ statement, must, leases: true }];
  },

  async rebuild(tx, { ticket, head, due }) {
    const row = ticketRow(ticket, head, due?.nextDeadline ?? null);
    await tx
      .insertInto("tickets")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();
  },

  // The rows also hold leases and which cards are up to date.
  clear: null,

  async erase(tx, ids, about) {
    let copies = tx.updateTable("tickets").set({ subject: "" }).where("id", "in", ids);
    if (about !== undefined) copies = copies.where("subject_about", "=", about);
    await copies.execute();
    // The cards are rendered again, without the text.
    const stale = tx.updateTable("tickets").set({ cards_version: 0, redraw_wanted: 1 });
    await stale.where("id", "in", ids).execute();
  },

  verification: () => ({
    async load(tx, ids) {
      const rows = await tx.selectFrom("tickets").selectAll().where(isWithin("id", ids)).execute();
      const stored = new Map(rows.map((row) => [row.id, row]));
      return (replayed) =>
        differences(stored.get(replayed.ticket.id), replayed).map((column) => `tickets.${column}`);
    },
  }),
};

type Changing = ReturnType<typeof ticketRow> & {
  readonly same_check: number;
  readonly version_before: number;
  readonly head_before: string;
  readonly erasures: number;
} & Lease;

/** The row as it was read, while no key was destroyed since. */
const changing = statement((db, given: Placeholders<Changing>) => {
  const {
    id,
    number: _,
    same_check,
    version_before,
    head_before,
    erasures,
    worker,
    at,
    until,
    ...row
  } = given;
  const whileSameCheck = (kept: "check_retry_at" | "check_tries") =>
    sql<number>`case when next_check = ${same_check} then ${sql.ref(kept)} else 0 end`;
  const isFree = sql<boolean>`lease_until <= ${at} or lease_by = ${worker}`;
  return (
    db
      .updateTable("tickets")
      // The change may have removed what made cards or a deadline fail, so their back-off ends.
      .set({ ...row, retry_at: 0, deadline_retry_at: 0, deadline_tries: 0 })
      // A lease on the check is kept, unless this change records the check.
      .set({
        check_retry_at: whileSameCheck("check_retry_at"),
        check_tries: whileSameCheck("check_tries"),
      })
      .set({
        lease_by: sql<string>`case when ${isFree} then ${worker} else lease_by end`,
        lease_until: sql<number>`case when ${isFree} then ${until} else lease_until end`,
        redraw_wanted: sql<number>`case when ${isFree} then 0 else redraw_wanted end`,
      })
      .where("id", "=", id)
      .where("version", "=", version_before)
      .where("head", "=", head_before)
      .where(sql<number>`(select coalesce(max(act), 0) from destroyed_keys)`, "=", erasures)
      .returning(["lease_by", "tries"])
  );
});

type Row = Pick<TicketTable, keyof ReturnType<typeof ticketRow>>;

export const ticketRow = (ticket: Ticket, head: SignedHead, nextDeadline: number | null) =>
  ({
    id: ticket.id,
    number: numberOf(ticket.id),
    status: ticket.status,
    urgency: ticket.urgency,
    sharer: ticket.sharer.id,
    opened_by: ticket.openedBy.id === ticket.sharer.id ? null : ticket.openedBy.id,
    helper: ticket.claim?.helper.id ?? null,
    device: ticket.session?.device.id ?? ticket.device?.id ?? null,
    session_state: stateOf(ticket.session),
    session_device: ticket.session?.device.id ?? null,
    session_helper: ticket.session?.helper.id ?? null,
    subject: plain(ticket.subject.text ?? ""),
    subject_about: ticket.subject.about,
    opened_at: ticket.openedAt,
    changed_at: ticket.lastAt,
    version: ticket.version,
    head: head.hash,
    head_mac: head.mac,
    next_deadline: nextDeadline,
    next_check: nextCheck(ticket),
  }) satisfies Partial<TicketTable>;

function stateOf(session: Session | null): TicketTable["session_state"] {
  if (session === null) return null;
  return isLive(session) ? "live" : "asked";
}

/** Moments have a tolerance. */
const EXACT: Readonly<Record<Exclude<keyof Row, "next_deadline" | "next_check">, true>> = {
  id: true,
  number: true,
  status: true,
  urgency: true,
  sharer: true,
  opened_by: true,
  helper: true,
  device: true,
  session_state: true,
  session_device: true,
  session_helper: true,
  subject: true,
  subject_about: true,
  opened_at: true,
  changed_at: true,
  version: true,
  head: true,
  head_mac: true,
};
const COMPARED = Object.keys(EXACT) as readonly (keyof typeof EXACT)[];

function differences(stored: Row | undefined, { ticket, head, due, lost }: Replayed): string[] {
  const wanted = ticketRow(ticket, head, due?.nextDeadline ?? null);
  const { next_deadline, next_check } = wanted;
  const wrong: string[] = COMPARED.filter((column) => stored?.[column] !== wanted[column]).filter(
    (column) => column !== "subject" || lost.size === 0,
  );
  if (due === undefined) return wrong;
  // A moment that is too early does no harm: the worker that looks then corrects it.
  const isLate = (is: number | null | undefined, wanted: number | null) =>
    wanted !== null && (is ?? Infinity) - wanted > due.tolerance;
  if (isLate(stored?.next_deadline, next_deadline)) wrong.push("next_deadline");
  if (isLate(stored?.next_check, next_check)) wrong.push("next_check");
  return wrong;
}

/** Locks the row, if the ticket is still of this version. False when it changed meanwhile. */
export async function lockVersion(tx: Tx, { id, version }: Ticket): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("tickets")
    .set({ version })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
