import type { Selectable } from "kysely";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { DeliveryStore, PostedCard } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";
import type { PostedSurfaceTable } from "../database/schema.ts";

/** Which cards of a ticket were posted, where and with what content. */
export function createPostedSurfaces(
  database: Database,
): Pick<DeliveryStore, "posted" | "recordPosted" | "beginSend" | "endSend" | "adopt"> {
  async function forget(ticket: TicketId, begun: PostedCard): Promise<boolean> {
    const { numDeletedRows } = await database.writeRelaxed((db) =>
      db
        .deleteFrom("posted_surfaces")
        .where("ticket", "=", ticket)
        .where("key", "=", begun.key)
        .where("sends", "=", begun.sendCount)
        .where("activity_id", "is not distinct from", begun.activityId)
        .executeTakeFirst(),
    );
    return numDeletedRows === 1n;
  }

  return {
    async posted(ticket) {
      const rows = await database.query((db) =>
        db
          .selectFrom("posted_surfaces as card")
          .selectAll("card")
          .select((row) => [
            row
              .selectFrom("channels")
              .select("service_url")
              .whereRef("channels.conversation_id", "=", "card.conversation_id")
              .as("channel_url"),
            row
              .selectFrom("contacts")
              .select((contact) => contact.fn.max("service_url").as("newest"))
              .whereRef("contacts.conversation_id", "=", "card.conversation_id")
              .as("chat_url"),
          ])
          .where("ticket", "=", ticket)
          .orderBy("key")
          .execute(),
      );
      // The connector of a conversation can change; cards that hang there are updated over the present one.
      return rows.map(({ channel_url, chat_url, ...row }) =>
        toSurface({ ...row, service_url: channel_url ?? chat_url ?? row.service_url }),
      );
    },

    async recordPosted(ticket, surface) {
      const { key, ...columns } = toColumns(surface);
      await database.writeRelaxed((db) =>
        db
          .insertInto("posted_surfaces")
          .values({ ticket, key, ...columns })
          .onConflict((conflict) => conflict.columns(["ticket", "key"]).doUpdateSet(columns))
          .execute(),
      );
    },

    async beginSend(ticket, begun, before) {
      const { key, ...columns } = toColumns(begun);
      const isNewMessage = begun.activityId === null;
      const { numInsertedOrUpdatedRows } = await database.writeRelaxed((db) =>
        db
          .insertInto("posted_surfaces")
          .values({ ticket, key, ...columns })
          .onConflict((conflict) =>
            before === null
              ? conflict.doNothing()
              : conflict
                  .columns(["ticket", "key"])
                  .doUpdateSet({ ...columns, ...(isNewMessage && { wanted_anew: 0 }) })
                  .where("posted_surfaces.sends", "=", before.sendCount)
                  .where("posted_surfaces.activity_id", "is not distinct from", before.activityId),
          )
          .executeTakeFirst(),
      );
      return numInsertedOrUpdatedRows === 1n;
    },

    async endSend(ticket, begun, now) {
      if (now === null) return await forget(ticket, begun);
      const { key, ...columns } = toColumns(now);
      const { numUpdatedRows } = await database.writeRelaxed((db) =>
        db
          .updateTable("posted_surfaces")
          .set({ ...columns, ...(now.repostRequested && { wanted_anew: 1 }) })
          .where("ticket", "=", ticket)
          .where("key", "=", key)
          .where("sends", "=", begun.sendCount)
          // A press may have shown meanwhile that it arrived.
          .where((row) =>
            row.or([
              row("activity_id", "is not distinct from", begun.activityId),
              row("activity_id", "is not distinct from", now.activityId),
            ]),
          )
          .executeTakeFirst(),
      );
      return numUpdatedRows === 1n;
    },

    async adopt(ticket, key, conversationId, activityId) {
      const known = await database.query((db) =>
        db
          .selectFrom("posted_surfaces")
          .select("activity_id")
          .where("ticket", "=", ticket)
          .where("key", "=", key)
          .where("conversation_id", "=", conversationId)
          .executeTakeFirst(),
      );
      if (known === undefined || known.activity_id !== null) return known?.activity_id ?? null;
      await database.writeRelaxed((db) =>
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
  };
}

const toSurface = (row: Selectable<PostedSurfaceTable>): PostedCard => ({
  key: row.key,
  address: {
    serviceUrl: row.service_url,
    conversationId: row.conversation_id,
    tenantId: row.tenant_id,
  },
  activityId: row.activity_id,
  hash: row.hash,
  postedAt: row.posted_at,
  outcomeUnknownUntil: row.doubt_until,
  repostRequested: row.wanted_anew === 1,
  sendCount: row.sends,
});

const toColumns = ({
  key,
  address,
  activityId,
  hash,
  postedAt,
  outcomeUnknownUntil: doubtUntil,
  sendCount: sends,
}: PostedCard) => ({
  key,
  service_url: address.serviceUrl,
  conversation_id: address.conversationId,
  tenant_id: address.tenantId,
  activity_id: activityId,
  hash,
  posted_at: postedAt,
  doubt_until: doubtUntil,
  sends,
});
