import { type RawBuilder, type Selectable, sql } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { DeliveryStore, DueTicket } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";
import type { TicketTable } from "../database/schema.ts";
import { createDueMoments } from "./deadline-store.ts";
import { createPostedSurfaces } from "./posted-cards.ts";
import { createSharedLimits } from "./shared-limits.ts";
import { createSummaryGaps } from "./summary-gaps.ts";

/** Also when a worker is busy with it now. */
const COMPARE_AGAIN = { cards_version: 0, redraw_wanted: 1 } as const;
/** An update under way does not know of this. What a post under way brings is still its own. */
const OVERTAKEN = sql<number>`case when activity_id is null then sends else sends + 1 end`;

export function createDeliveryStore(database: Database): DeliveryStore {
  /** Its lease was lost: whoever had it since may have found cards true that were changed afterwards. */
  const compareAgain = (ticket: TicketId) =>
    database.writeRelaxed((db) =>
      db.updateTable("tickets").set(COMPARE_AGAIN).where("id", "=", ticket).execute(),
    );

  return {
    ...createDueMoments(database),
    ...createPostedSurfaces(database),
    ...createSummaryGaps(database),
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

    async settle(ticket, worker, cardsVersion) {
      // Whoever wanted a redraw in the meantime wanted it of the cards that were just compared.
      const trueFor = sql<number>`case when redraw_wanted = 1 then 0 else ${cardsVersion} end`;
      const { numUpdatedRows } = await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set({ lease_by: null, lease_until: 0, retry_at: 0, tries: 0, cards_version: trueFor })
          .where("id", "=", ticket)
          .where("lease_by", "=", worker)
          .executeTakeFirst(),
      );
      if (numUpdatedRows === 0n) await compareAgain(ticket);
    },

    async postpone(ticket, worker, retryAt, hasFailed = true) {
      // Whoever wanted a redraw in the meantime does not wait for what made this one fail.
      const again = sql<number>`case when redraw_wanted = 1 then 0 else cast(${retryAt} as bigint) end`;
      const { numUpdatedRows } = await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set((row) => ({
            lease_by: null,
            lease_until: 0,
            retry_at: again,
            tries: hasFailed ? row("tries", "+", 1) : 0,
          }))
          .where("id", "=", ticket)
          .where("lease_by", "=", worker)
          .executeTakeFirst(),
      );
      if (numUpdatedRows === 0n) await compareAgain(ticket);
    },

    async renew(worker, tickets, leaseUntil) {
      if (tickets.length === 0) return;
      await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set({ lease_until: leaseUntil })
          .where("id", "in", tickets)
          .where("lease_by", "=", worker)
          .execute(),
      );
    },

    async release(worker) {
      await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set({ lease_by: null, lease_until: 0 })
          .where("lease_by", "=", worker)
          .execute(),
      );
    },

    async waitFor(ticket, person) {
      await database.writeRelaxed((db) =>
        db
          .insertInto("waiting_for")
          .values({ person, ticket })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    },

    async isWaitingFor(ticket, person) {
      const row = await database.query((db) =>
        db
          .selectFrom("waiting_for")
          .select("ticket")
          .where("person", "=", person)
          .where("ticket", "=", ticket)
          .executeTakeFirst(),
      );
      return row !== undefined;
    },

    redraw: (ticket, key) => makeDue(database, ticket, [key], { hash: "", sends: OVERTAKEN }),

    requestRepost: (ticket, keys) => makeDue(database, ticket, keys, { wanted_anew: 1 }),
  };
}

/** Marks cards of the ticket and has them looked at, also when a worker is busy with it now. */
const makeDue = (
  database: Database,
  ticket: TicketId,
  keys: readonly string[],
  mark: { readonly hash: ""; readonly sends: RawBuilder<number> } | { readonly wanted_anew: 1 },
): Promise<void> =>
  database.transaction(async (tx) => {
    await tx
      .updateTable("posted_surfaces")
      .set(mark)
      .where("ticket", "=", ticket)
      .where("key", "in", keys)
      .execute();
    await tx.updateTable("tickets").set(COMPARE_AGAIN).where("id", "=", ticket).execute();
  });

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
