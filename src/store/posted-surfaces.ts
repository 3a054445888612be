import type { DeliveryStore, PostedSurface } from "../ports/delivery-store.ts";
import type { Database } from "./database.ts";
import type { PostedSurfaceTable } from "./schema.ts";

/** Which cards of a ticket were posted, where and with what content. */
export function createPostedSurfaces(
  database: Database,
): Pick<DeliveryStore, "posted" | "recordPosted" | "forgetPosted"> {
  return {
    async posted(ticket) {
      const rows = await database.run((db) =>
        db.selectFrom("posted_surfaces").selectAll().where("ticket", "=", ticket).orderBy("key").execute(),
      );
      return rows.map(toSurface);
    },

    async recordPosted(ticket, surface) {
      const { key, ...columns } = toColumns(surface);
      await database.note((db) =>
        db
          .insertInto("posted_surfaces")
          .values({ ticket, key, ...columns })
          .onConflict((conflict) => conflict.columns(["ticket", "key"]).doUpdateSet(columns))
          .execute(),
      );
    },

    async forgetPosted(ticket, key) {
      await database.note((db) =>
        db.deleteFrom("posted_surfaces").where("ticket", "=", ticket).where("key", "=", key).execute(),
      );
    },
  };
}

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
