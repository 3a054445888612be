import type { AddressBook } from "../../ports/address-book.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Database } from "../database/database.ts";
import { isOldNews } from "./old-news.ts";

export function createChannels(
  database: Database,
  clock: Clock,
): Pick<AddressBook, "channel" | "rememberChannel" | "forgetChannel"> {
  const find = (conversationId: string) =>
    database.query((db) =>
      db.selectFrom("channels").selectAll().where("conversation_id", "=", conversationId).executeTakeFirst(),
    );

  return {
    async channel(conversationId) {
      const row = await find(conversationId);
      if (row === undefined) return null;
      return { conversationId, serviceUrl: row.service_url, tenantId: row.tenant_id };
    },

    async rememberChannel({ conversationId, serviceUrl, tenantId }) {
      const heard = { service_url: serviceUrl, tenant_id: tenantId, seen_at: clock.now() };
      if (isOldNews(await find(conversationId), heard)) return;
      await database.writeRelaxed((db) =>
        db
          .insertInto("channels")
          .values({ conversation_id: conversationId, ...heard })
          .onConflict((conflict) => conflict.column("conversation_id").doUpdateSet(heard))
          .execute(),
      );
    },

    async forgetChannel(conversationId) {
      await database.writeRelaxed((db) =>
        db.deleteFrom("channels").where("conversation_id", "=", conversationId).execute(),
      );
    },
  };
}
