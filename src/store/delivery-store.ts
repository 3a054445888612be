import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { DeliveryStore, DueTicket, PostedSurface } from "../ports/delivery-store.ts";
import { ticketId } from "../ticket/ids.ts";
import type { Database } from "./database.ts";
import type { PostedSurfaceTable, Schema } from "./schema.ts";

export function createDeliveryStore(database: Database): DeliveryStore {
  return {
    async leaseDue(worker, at, leaseUntil, limit) {
      const due = (db: Kysely<Schema>) =>
        db
          .selectFrom("tickets")
          .select("id")
          .where("due_at", "<=", at)
          .orderBy("due_at")
          .orderBy("changed_at")
          .limit(limit);
      const rows = await database.run((db) =>
        takeLease(db, database.dialect.skipLocked(due(db)), worker, leaseUntil),
      );
      return rows.sort((one, other) => dueSince(one) - dueSince(other)).map((row) => toDue(row, at));
    },

    async lease(ticket, worker, at, leaseUntil) {
      const free = (db: Kysely<Schema>) =>
        db.selectFrom("tickets").select("id").where("id", "=", ticket).where("lease_until", "<=", at);
      const [row] = await database.run((db) =>
        takeLease(db, database.dialect.skipLocked(free(db)), worker, leaseUntil),
      );
      return row === undefined ? null : toDue(row, at);
    },

    async settle(ticket, worker, cardsVersion) {
      // Whoever wanted a redraw in the meantime wanted it of the cards that were just compared.
      const trueFor = sql<number>`case when redraw_wanted = 1 then 0 else ${cardsVersion} end`;
      await database.run((db) =>
        db
          .updateTable("tickets")
          .set({ lease_by: null, lease_until: 0, retry_at: 0, tries: 0, cards_version: trueFor })
          .where("id", "=", ticket)
          .where("lease_by", "=", worker)
          .execute(),
      );
    },

    async postpone(ticket, worker, retryAt) {
      await database.run((db) =>
        db
          .updateTable("tickets")
          .set((row) => ({ lease_by: null, lease_until: 0, retry_at: retryAt, tries: row("tries", "+", 1) }))
          .where("id", "=", ticket)
          .where("lease_by", "=", worker)
          .execute(),
      );
    },

    async posted(ticket) {
      const rows = await database.run((db) =>
        db.selectFrom("posted_surfaces").selectAll().where("ticket", "=", ticket).orderBy("key").execute(),
      );
      return rows.map(toSurface);
    },

    async recordPosted(ticket, surface) {
      const { key, ...columns } = toColumns(surface);
      await database.run((db) =>
        db
          .insertInto("posted_surfaces")
          .values({ ticket, key, ...columns })
          .onConflict((conflict) => conflict.columns(["ticket", "key"]).doUpdateSet(columns))
          .execute(),
      );
    },

    async forgetPosted(ticket, key) {
      await database.run((db) =>
        db.deleteFrom("posted_surfaces").where("ticket", "=", ticket).where("key", "=", key).execute(),
      );
    },

    async redraw(ticket, key) {
      await database.transaction(async (tx) => {
        await tx
          .updateTable("posted_surfaces")
          .set({ hash: "" })
          .where("ticket", "=", ticket)
          .where("key", "=", key)
          .execute();
        await tx
          .updateTable("tickets")
          .set({ cards_version: 0, redraw_wanted: 1 })
          .where("id", "=", ticket)
          .execute();
      });
    },
  };
}

/** One statement: of two workers at the same row, the second finds it leased and leaves it. */
function takeLease(
  db: Kysely<Schema>,
  chosen: SelectQueryBuilder<Schema, "tickets", { id: string }>,
  worker: string,
  leaseUntil: number,
) {
  return db
    .updateTable("tickets")
    .set({ lease_by: worker, lease_until: leaseUntil, redraw_wanted: 0 })
    .where("id", "in", chosen)
    .returning(["id", "version", "cards_version", "changed_at", "next_deadline", "tries"])
    .execute();
}
type Leased = Awaited<ReturnType<typeof takeLease>>[number];

const cardsAreBehind = (row: Leased): boolean => row.cards_version < row.version;

const dueSince = (row: Leased): number =>
  Math.min(cardsAreBehind(row) ? row.changed_at : Infinity, row.next_deadline ?? Infinity);

const toDue = (row: Leased, at: number): DueTicket => ({
  ticket: ticketId(row.id),
  cardsAreBehind: cardsAreBehind(row),
  deadlineHasCome: row.next_deadline !== null && row.next_deadline <= at,
  tries: row.tries,
});

const toSurface = (row: PostedSurfaceTable): PostedSurface => ({
  key: row.key,
  address: {
    serviceUrl: row.service_url,
    conversationId: row.conversation_id,
    tenantId: row.tenant_id,
  },
  activityId: row.activity_id,
  hash: row.hash,
  postedAt: row.posted_at,
});

const toColumns = ({ key, address, activityId, hash, postedAt }: PostedSurface) => ({
  key,
  service_url: address.serviceUrl,
  conversation_id: address.conversationId,
  tenant_id: address.tenantId,
  activity_id: activityId,
  hash,
  posted_at: postedAt,
});
