import type { Transaction } from "kysely";
import type { AddressBook } from "../../ports/address-book.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Database } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { bringWaiting, DUE_NOW } from "./contacts.ts";
import { isOldNews } from "./old-news.ts";

export function createChannels(
  database: Database,
  clock: Clock,
): Pick<AddressBook, "channel" | "rememberChannel" | "suspectChannel" | "forgetChannel"> {
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

    async rememberChannel({ conversationId, serviceUrl, tenantId }, isBack = false) {
      const heard = { service_url: serviceUrl, tenant_id: tenantId, seen_at: clock.now() };
      const known = await find(conversationId);
      if (!isBack && isOldNews(known, heard)) return;
      await database.transactionRelaxed(async (tx) => {
        await tx
          .insertInto("channels")
          .values({ conversation_id: conversationId, ...heard })
          .onConflict((conflict) => conflict.column("conversation_id").doUpdateSet(heard))
          .execute();
        await bringWaiting(tx, conversationId);
        if (isBack || known?.service_url !== serviceUrl) await wakeOpenTickets(tx);
      });
    },

    async suspectChannel(conversationId) {
      await database.writeRelaxed((db) =>
        db
          .updateTable("channels")
          .set({ seen_at: 0 })
          .where("conversation_id", "=", conversationId)
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

/** What could not be posted to a channel is due now. No ticket notes which channel it waits for; open ones are few. */
async function wakeOpenTickets(tx: Transaction<Schema>): Promise<void> {
  await tx.updateTable("tickets").set(DUE_NOW).where("status", "in", ["open", "claimed"]).execute();
}
