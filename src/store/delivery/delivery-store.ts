import { type Kysely, type Selectable, sql, type UpdateObject } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { DeliveryStore, DueTicket } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";
import type { Schema, TicketTable } from "../database/schema.ts";
import { insertNew } from "../database/statement.ts";
import { createDeadlineStore } from "./deadline-store.ts";
import { createPostedCards } from "./posted-cards.ts";
import { createSharedLimits } from "./shared-limits.ts";

/** Work on cards: leases on tickets, what was posted, and what processes share. */
export function createDeliveryStore(database: Database): DeliveryStore {
  const updateLeased = (db: Kysely<Schema>, worker: string) =>
    db.updateTable("tickets").where("lease_by", "=", worker);

  /** Gives a lease back. When it was lost, both workers may have sent cards, and the ticket is compared again. */
  async function giveBack(
    ticket: TicketId,
    worker: string,
    set: UpdateObject<Schema, "tickets">,
  ): Promise<void> {
    const { numUpdatedRows } = await database.writeRelaxed((db) =>
      updateLeased(db, worker)
        .set({ lease_by: null, lease_until: 0 })
        .set(set)
        .where("id", "=", ticket)
        .executeTakeFirst(),
    );
    if (numUpdatedRows > 0n) return;
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
      const { skipLocked } = database.dialect;
      const rows = await database.writeRelaxed((db) => {
        const due = db.selectFrom("tickets").select("id").where("due_at", "<=", at);
        const oldest = due.orderBy("due_at").orderBy("changed_at").limit(limit);
        // Materialized, because PostgreSQL may otherwise look for due rows again for each one it leases.
        return db
          .with(
            (due) => due("due").materialized(),
            () => skipLocked(oldest),
          )
          .updateTable("tickets")
          .set(leaseTo(worker, leaseUntil))
          .where("id", "in", (chosen) => chosen.selectFrom("due").select("due.id"))
          .returning(LEASED)
          .execute();
      });
      return rows.sort((one, other) => one.changed_at - other.changed_at).map((row) => toDue(row, at));
    },

    async lease(ticket, worker, at, leaseUntil) {
      const row = await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set(leaseTo(worker, leaseUntil))
          .where("id", "=", ticket)
          .where((row) => row.or([row("lease_until", "<=", at), row("lease_by", "=", worker)]))
          .returning(LEASED)
          .executeTakeFirst(),
      );
      return row === undefined ? null : toDue(row, at);
    },

    // A redraw that was requested meanwhile was requested of the cards that have just been compared.
    settle: (ticket, worker, cardsVersion) =>
      giveBack(ticket, worker, {
        retry_at: 0,
        tries: 0,
        cards_version: sql<number>`case when redraw_wanted = 1 then 0 else ${cardsVersion} end`,
      }),

    // A redraw that was requested meanwhile does not wait for what made this attempt fail.
    postpone: (ticket, worker, retryAt, hasFailed = true) =>
      giveBack(ticket, worker, {
        retry_at: sql<number>`case when redraw_wanted = 1 then 0 else cast(${retryAt} as bigint) end`,
        tries: hasFailed ? sql<number>`tries + 1` : 0,
      }),

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
      const row = { person, ticket };
      const found = await database.query((db) =>
        db
          .selectFrom("waiting_for")
          .select("ticket")
          .where((is) => is.and(row))
          .executeTakeFirst(),
      );
      return found !== undefined;
    },
  };
}

const leaseTo = (worker: string, leaseUntil: number) =>
  ({ lease_by: worker, lease_until: leaseUntil, redraw_wanted: 0 }) as const;

const LEASED = ["id", "version", "changed_at", "next_deadline", "tries"] as const;
type Leased = Pick<Selectable<TicketTable>, (typeof LEASED)[number]>;

const toDue = (row: Leased, at: number): DueTicket => ({
  ticket: ticketId(row.id),
  version: row.version,
  deadlineHasCome: row.next_deadline !== null && row.next_deadline <= at,
  tries: row.tries,
});
