import type { Selectable } from "kysely";
import type { DeliveryStore, PostedSurface } from "../../ports/delivery-store.ts";
import type { Database } from "../database.ts";
import type { PostedSurfaceTable } from "../schema.ts";

/** Which cards of a ticket were posted, where and with what content. */
export function createPostedSurfaces(
  database: Database,
): Pick<DeliveryStore, "posted" | "recordPosted" | "beginPost" | "adopt" | "forgetPosted"> {
  return {
    async posted(ticket) {
      const rows = await database.run((db) =>
        db.selectFrom("posted_surfaces").selectAll().where("ticket", "=", ticket).orderBy("key").execute(),
      );
      return rows.map(toSurface);
    },

    async recordPosted(ticket, surface) {
      const { key, ...columns } = toColumns(surface);
      // A wish that came meanwhile is not to be lost: only a new post fulfils it.
      const wish = surface.isWantedAnew ? { wanted_anew: 1 } : {};
      await database.note((db) =>
        db
          .insertInto("posted_surfaces")
          .values({ ticket, key, ...columns, ...wish })
          .onConflict((conflict) => conflict.columns(["ticket", "key"]).doUpdateSet({ ...columns, ...wish }))
          .execute(),
      );
    },

    async beginPost(ticket, surface, before) {
      const { key, ...columns } = toColumns(surface);
      const { numInsertedOrUpdatedRows } = await database.note((db) =>
        db
          .insertInto("posted_surfaces")
          .values({ ticket, key, ...columns })
          .onConflict((conflict) =>
            before === null
              ? conflict.doNothing()
              : conflict
                  .columns(["ticket", "key"])
                  .doUpdateSet({ ...columns, wanted_anew: 0 })
                  .where("posted_surfaces.posted_at", "=", before.postedAt)
                  .where("posted_surfaces.activity_id", "is not distinct from", before.activityId),
          )
          .executeTakeFirst(),
      );
      return numInsertedOrUpdatedRows === 1n;
    },

    async adopt(ticket, key, conversationId, activityId) {
      const known = await database.run((db) =>
        db
          .selectFrom("posted_surfaces")
          .select("activity_id")
          .where("ticket", "=", ticket)
          .where("key", "=", key)
          .where("conversation_id", "=", conversationId)
          .executeTakeFirst(),
      );
      if (known === undefined || known.activity_id !== null) return known?.activity_id ?? null;
      await database.note((db) =>
        db
          .updateTable("posted_surfaces")
          .set({ activity_id: activityId, doubt_until: null })
          .where("ticket", "=", ticket)
          .where("key", "=", key)
          .where("conversation_id", "=", conversationId)
          .where("activity_id", "is", null)
          .execute(),
      );
      return activityId;
    },

    async forgetPosted(ticket, key) {
      await database.note((db) =>
        db.deleteFrom("posted_surfaces").where("ticket", "=", ticket).where("key", "=", key).execute(),
      );
    },
  };
}

const toSurface = (row: Selectable<PostedSurfaceTable>): PostedSurface => ({
  key: row.key,
  address: {
    serviceUrl: row.service_url,
    conversationId: row.conversation_id,
    tenantId: row.tenant_id,
  },
  activityId: row.activity_id,
  hash: row.hash,
  postedAt: row.posted_at,
  doubtUntil: row.doubt_until,
  isWantedAnew: row.wanted_anew === 1,
});

const toColumns = ({ key, address, activityId, hash, postedAt, doubtUntil }: PostedSurface) => ({
  key,
  service_url: address.serviceUrl,
  conversation_id: address.conversationId,
  tenant_id: address.tenantId,
  activity_id: activityId,
  hash,
  posted_at: postedAt,
  doubt_until: doubtUntil,
});
