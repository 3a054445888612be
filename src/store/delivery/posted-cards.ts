import { type Selectable, sql } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { DeliveryStore, PostedCard, SummaryGap } from "../../ports/delivery-store.ts";
import type { Database, Tx } from "../database/database.ts";
import type { PostedSurfaceTable } from "../database/schema.ts";
import { type Placeholders, statement } from "../database/statement.ts";
import { createCardWrites } from "./card-writes.ts";

const makeDue = (tx: Tx, ticket: TicketId) =>
  tx.updateTable("tickets").set({ cards_version: 0, redraw_wanted: 1 }).where("id", "=", ticket).execute();

/** Supersedes an update under way; the message that a post under way creates is still wanted. */
const SUPERSEDED = sql<number>`case when activity_id is null then sends else sends + 1 end`;

type Of<Given> = Placeholders<{ ticket: TicketId } & Given>;

const cardsOf = statement((db, { ticket }: Of<unknown>) =>
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
    .orderBy("key"),
);

const messageOf = statement(
  (db, { ticket, key, conversationId }: Of<{ key: string; conversationId: string }>) =>
    db
      .selectFrom("posted_surfaces")
      .select("activity_id")
      .where("conversation_id", "=", conversationId)
      .where("ticket", "=", ticket)
      .where("key", "=", key),
);

const removal = statement(
  (
    db,
    { ticket, key, sendCount, activityId }: Of<{ key: string; sendCount: number; activityId: string | null }>,
  ) =>
    db
      .deleteFrom("posted_surfaces")
      .where("ticket", "=", ticket)
      .where("key", "=", key)
      .where("sends", "=", sendCount)
      .where("activity_id", "is not distinct from", activityId),
);

const gapsOf = statement((db, { ticket }: Of<unknown>) =>
  db.selectFrom("summary_gaps").select(["summary", "gap"]).where("ticket", "=", ticket),
);

/**
 * Which cards of a ticket were posted, where and with what content, and which summaries did not reach their manager.
 * `sends` is the expected version of a card: a write that knows of fewer sends was superseded and changes nothing.
 */
export function createPostedCards(database: Database) {
  const write = createCardWrites(database);

  /** Marks cards of the ticket and makes it due, also while a worker has its lease. */
  const markCards = (ticket: TicketId, keys: readonly string[], mark: Mark): Promise<void> =>
    database.transaction(async (tx) => {
      await tx
        .updateTable("posted_surfaces")
        .set(mark === "repost" ? { wanted_anew: 1 } : { hash: "", sends: SUPERSEDED })
        .where("ticket", "=", ticket)
        .where("key", "in", keys)
        .execute();
      await makeDue(tx, ticket);
    });

  return {
    async posted(ticket) {
      const rows = await database.query(cardsOf.rows, { ticket });
      // The connector of a conversation can change; posted cards are updated over the present one.
      return rows.map((row) => toPosted(row, row.channel_url ?? row.chat_url ?? row.service_url));
    },

    async recordPosted(ticket, card) {
      const columns = toColumns(card);
      await database.writeRelaxed((db) =>
        db
          .insertInto("posted_surfaces")
          .values({ ticket, key: card.key, ...columns })
          .onConflict((conflict) => conflict.columns(["ticket", "key"]).doUpdateSet(columns))
          .execute(),
      );
    },

    beginSend: (ticket, begun, before) =>
      write({
        ticket,
        card: begun,
        expected: before && {
          sendCount: before.sendCount,
          activityIds: [before.activityId, before.activityId],
        },
        // A new message fulfils a requested repost.
        repost: begun.activityId === null ? 0 : null,
      }),

    async endSend(ticket, begun, now) {
      const { sendCount, activityId } = begun;
      if (now === null) {
        const { key } = begun;
        return (await database.writeRelaxed(removal.changed, { ticket, key, sendCount, activityId })) === 1;
      }
      return await write({
        ticket,
        card: now,
        // An action on the card may have shown meanwhile that it arrived.
        expected: { sendCount, activityIds: [activityId, now.activityId] },
        repost: now.repostRequested ? 1 : null,
      });
    },

    async adopt(ticket, key, conversationId, activityId) {
      const here = { ticket, key, conversationId };
      const known = await database.query(messageOf.first, here);
      if (known === undefined || known.activity_id === activityId) return known?.activity_id ?? null;
      return await database.transactionRelaxed(async (tx) => {
        await database.dialect.lock(tx, conversationId);
        const holder = await tx
          .selectFrom("posted_surfaces as card")
          .where("conversation_id", "=", conversationId)
          .innerJoin("tickets", "tickets.id", "card.ticket")
          .select("key")
          .where("activity_id", "=", activityId)
          .where((row) => row.not(row.and({ ticket, key })))
          .executeTakeFirst();
        if (holder !== undefined) return null;
        const present = await messageOf.first(tx, here);
        if (present === undefined || present.activity_id !== null) return present?.activity_id ?? null;
        await tx
          .updateTable("posted_surfaces")
          .set({ activity_id: activityId, doubt_until: null })
          .where("ticket", "=", ticket)
          .where("key", "=", key)
          .execute();
        await makeDue(tx, ticket);
        return activityId;
      });
    },

    async cardIn(conversationId, activityId) {
      const row = await database.query((db) =>
        db
          .selectFrom("posted_surfaces")
          .select(["ticket", "key"])
          .where("conversation_id", "=", conversationId)
          .where("activity_id", "=", activityId)
          .executeTakeFirst(),
      );
      return row === undefined ? null : { ticket: ticketId(row.ticket), key: row.key };
    },

    redraw: (ticket, key) => markCards(ticket, [key], "redraw"),

    requestRepost: (ticket, keys) => markCards(ticket, keys, "repost"),

    async summaryGaps(ticket) {
      const rows = await database.query(gapsOf.rows, { ticket });
      return new Map(rows.map(({ summary, gap }): [string, SummaryGap] => [summary, gap]));
    },

    async recordSummaryGap(ticket, summary, gap) {
      await database.writeRelaxed(async (db) => {
        if (gap === null) {
          const old = db.deleteFrom("summary_gaps").where("ticket", "=", ticket);
          return await old.where("summary", "=", summary).execute();
        }
        return await db
          .insertInto("summary_gaps")
          .values({ ticket, summary, gap })
          .onConflict((conflict) => conflict.columns(["ticket", "summary"]).doUpdateSet({ gap }))
          .execute();
      });
    },
  } satisfies Partial<DeliveryStore>;
}

type Mark = "redraw" | "repost";

const toPosted = (row: Selectable<PostedSurfaceTable>, serviceUrl: string): PostedCard => ({
  key: row.key,
  address: {
    serviceUrl,
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

const toColumns = (card: PostedCard) => ({
  service_url: card.address.serviceUrl,
  conversation_id: card.address.conversationId,
  tenant_id: card.address.tenantId,
  activity_id: card.activityId,
  hash: card.hash,
  posted_at: card.postedAt,
  doubt_until: card.outcomeUnknownUntil,
  sends: card.sendCount,
});
