import { type Expression, type Kysely, type Selectable, sql } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { DeliveryStore, DueTicket } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";
import type { Schema, TicketTable } from "../database/schema.ts";
import { insertNew, type Placeholders, statement } from "../database/statement.ts";
import { createDeadlineStore } from "./deadline-store.ts";
import { createPostedCards } from "./posted-cards.ts";
import { createSharedLimits } from "./shared-limits.ts";

/** Work on cards: leases on tickets, what was posted, and what processes share. */
export function createDeliveryStore(database: Database): DeliveryStore {
  const updateLeased = (db: Kysely<Schema>, worker: string) =>
    db.updateTable("tickets").where("lease_by", "=", worker);

  const leasingDue = statement(
    (db, { worker, at, leaseUntil, limit }: Placeholders<Lease & { limit: number }>) => {
      const due = db.selectFrom("tickets").select("id").where("due_at", "<=", at);
      const oldest = due.orderBy("due_at").orderBy("changed_at").limit(limit);
      // Materialized, because PostgreSQL may otherwise look for due rows again for each one it leases.
      return db
        .with(
          (due) => due("due").materialized(),
          () => database.dialect.skipLocked(oldest),
        )
        .updateTable("tickets")
        .set({ lease_by: worker, lease_until: leaseUntil, redraw_wanted: 0 })
        .where("id", "in", (chosen) => chosen.selectFrom("due").select("due.id"))
        .returning(LEASED);
    },
  );

  /** When the lease was lost, both workers may have sent cards, and the ticket is compared again. */
  async function compareAgain(ticket: TicketId): Promise<void> {
    await database.writeRelaxed((db) =>
      db
        .updateTable("tickets")
        .set({ cards_version: 0, redraw_wanted: 1 })
        .where("id", "=", ticket)
        .execute(),
    );
  }

  return {
    ...createDeadlineStore(database),
    ...createPostedCards(database),
    ...createSharedLimits(database),

    async leaseDue(worker, at, leaseUntil, limit) {
      const rows = await database.writeRelaxed(leasingDue.rows, { worker, at, leaseUntil, limit });
      return rows.sort((one, other) => one.changed_at - other.changed_at).map((row) => toDue(row, at));
    },

    async lease(ticket, worker, at, leaseUntil) {
      const row = await database.writeRelaxed(leasing.first, { ticket, worker, at, leaseUntil });
      return row === undefined ? null : toDue(row, at);
    },

    async settle(ticket, worker, cardsVersion) {
      const isMine = await database.writeRelaxed(settling.changed, { ticket, worker, cardsVersion });
      if (isMine === 0) await compareAgain(ticket);
    },

    async postpone(ticket, worker, retryAt, hasFailed = true) {
      const given = { ticket, worker, retryAt, hasFailed: Number(hasFailed) };
      if ((await database.writeRelaxed(postponing.changed, given)) === 0) await compareAgain(ticket);
    },

    async renew(worker, tickets, leaseUntil) {
      if (tickets.length === 0) return;
      await database.writeRelaxed((db) =>
        updateLeased(db, worker).set({ lease_until: leaseUntil }).where("id", "in", tickets).execute(),
      );
    },

    async release(worker) {
      await database.writeRelaxed((db) =>
        updateLeased(db, worker).set({ lease_by: null, lease_until: 0 }).execute(),
      );
    },

    async waitFor(ticket, person) {
      await database.writeRelaxed((db) => insertNew(db, "waiting_for", { person, ticket }));
    },

    async isWaitingFor(ticket, person) {
      return (await database.query(waiting.first, { ticket, person })) !== undefined;
    },
  };
}

interface Lease {
  readonly worker: string;
  readonly at: number;
  readonly leaseUntil: number;
}

const LEASED = ["id", "version", "changed_at", "next_deadline", "tries"] as const;
type Leased = Pick<Selectable<TicketTable>, (typeof LEASED)[number]>;

const leasing = statement(
  (db, { ticket, worker, at, leaseUntil }: Placeholders<Lease & { ticket: TicketId }>) =>
    db
      .updateTable("tickets")
      .set({ lease_by: worker, lease_until: leaseUntil, redraw_wanted: 0 })
      .where("id", "=", ticket)
      .where((row) => row.or([row("lease_until", "<=", at), row("lease_by", "=", worker)]))
      .returning(LEASED),
);

const givingBack = (db: Kysely<Schema>, ticket: Expression<TicketId>, worker: Expression<string>) =>
  db
    .updateTable("tickets")
    .set({ lease_by: null, lease_until: 0 })
    .where("id", "=", ticket)
    .where("lease_by", "=", worker);

// A redraw that was requested meanwhile was requested of the cards that have just been compared.
const settling = statement(
  (
    db,
    {
      ticket,
      worker,
      cardsVersion,
    }: Placeholders<{ ticket: TicketId; worker: string; cardsVersion: number }>,
  ) =>
    givingBack(db, ticket, worker).set({
      retry_at: 0,
      tries: 0,
      cards_version: sql<number>`case when redraw_wanted = 1 then 0 else cast(${cardsVersion} as integer) end`,
    }),
);

interface Postponed {
  readonly ticket: TicketId;
  readonly worker: string;
  readonly retryAt: number;
  /** 0 or 1. */
  readonly hasFailed: number;
}

// A redraw that was requested meanwhile does not wait for what made this attempt fail.
const postponing = statement((db, { ticket, worker, retryAt, hasFailed }: Placeholders<Postponed>) =>
  givingBack(db, ticket, worker).set({
    retry_at: sql<number>`case when redraw_wanted = 1 then 0 else cast(${retryAt} as bigint) end`,
    tries: sql<number>`case when cast(${hasFailed} as integer) = 1 then tries + 1 else 0 end`,
  }),
);

const waiting = statement((db, { ticket, person }: Placeholders<{ ticket: TicketId; person: string }>) =>
  db.selectFrom("waiting_for").select("ticket").where("person", "=", person).where("ticket", "=", ticket),
);

const toDue = (row: Leased, at: number): DueTicket => ({
  ticket: ticketId(row.id),
  version: row.version,
  deadlineHasCome: row.next_deadline !== null && row.next_deadline <= at,
  tries: row.tries,
});
