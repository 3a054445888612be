import type { Transaction } from "kysely";
import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { AddressBook, Contact } from "../../ports/address-book.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Database } from "../database/database.ts";
import type { ContactTable, Schema } from "../database/schema.ts";
import { isOldNews } from "./old-news.ts";

/** How somebody reads of whom nothing is known yet. */
const UNKNOWN_READER = { timeZone: "UTC", locale: "en-GB" };

const NEW_ROW = {
  time_zone: null,
  locale: null,
  language: null,
  service_url: null,
  conversation_id: null,
  tenant_id: null,
};

/** The ticket's cards are reconciled at once. */
export const DUE_NOW = { cards_version: 0, redraw_wanted: 1, retry_at: 0 } as const;

export function createContacts(
  database: Database,
  clock: Clock,
): Pick<AddressBook, "contact" | "remember" | "block"> {
  const find = (person: PersonId) =>
    database.query((db) =>
      db.selectFrom("contacts").selectAll().where("person", "=", person).executeTakeFirst(),
    );

  return {
    async contact(person) {
      const row = await find(person);
      return row === undefined ? null : toContact(row);
    },

    async remember(person, { timeZone, locale, language, chat }) {
      const heard = {
        ...(timeZone === undefined ? {} : { time_zone: timeZone }),
        ...(locale === undefined ? {} : { locale }),
        ...(language === undefined ? {} : { language }),
        ...(chat === undefined
          ? {}
          : {
              service_url: chat.serviceUrl,
              conversation_id: chat.conversationId,
              tenant_id: chat.tenantId,
            }),
        blocked: null,
        seen_at: clock.now(),
      };
      const known = await find(person);
      const contact = toContact({ ...NEW_ROW, ...known, ...heard, person });
      if (isOldNews(known, heard)) return contact;
      const wasBlocked = known?.blocked != null;
      await database.transactionRelaxed(async (tx) => {
        await tx
          .insertInto("contacts")
          .values({ person, ...heard })
          .onConflict((conflict) => conflict.column("person").doUpdateSet(heard))
          .execute();
        if (chat !== undefined || wasBlocked) await bringWaiting(tx, person);
        if (wasBlocked) await tellHelpers(tx, person);
      });
      return contact;
    },

    async block(person, why) {
      if ((await find(person))?.blocked === why) return;
      await database.transactionRelaxed(async (tx) => {
        await tx
          .insertInto("contacts")
          .values({ person, blocked: why, seen_at: clock.now() })
          .onConflict((conflict) => conflict.column("person").doUpdateSet({ blocked: why }))
          .execute();
        await tellHelpers(tx, person);
      });
    },
  };
}

/** What waited for this person or channel is due now. */
export async function bringWaiting(tx: Transaction<Schema>, person: PersonId | string): Promise<void> {
  await tx
    .updateTable("tickets")
    .set(DUE_NOW)
    .where("id", "in", (those) =>
      those.selectFrom("waiting_for").select("ticket").where("person", "=", person),
    )
    .execute();
  await tx.deleteFrom("waiting_for").where("person", "=", person).execute();
}

/** The helpers' cards have to say that nothing reaches this person any more, or that it does again. */
async function tellHelpers(tx: Transaction<Schema>, person: PersonId): Promise<void> {
  await tx
    .updateTable("tickets")
    .set(DUE_NOW)
    .where("sharer", "=", person)
    .where("status", "in", ["open", "claimed"])
    .execute();
}

function toContact(row: ContactTable): Contact {
  const { service_url: serviceUrl, conversation_id: conversationId, tenant_id: tenantId } = row;
  const isReachable = serviceUrl !== null && conversationId !== null && tenantId !== null;
  return {
    person: personId(row.person),
    timeZone: row.time_zone ?? UNKNOWN_READER.timeZone,
    locale: row.locale ?? UNKNOWN_READER.locale,
    ...(row.language !== null && { language: row.language }),
    chat: isReachable ? { serviceUrl, conversationId, tenantId } : null,
    blocked: row.blocked,
  };
}
