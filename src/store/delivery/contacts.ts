import type { AddressBook, Contact } from "../../ports/address-book.ts";
import type { Clock } from "../../ports/clock.ts";
import { type PersonId, personId } from "../../ticket/ids.ts";
import type { Database } from "../database.ts";
import type { ContactTable } from "../schema.ts";
import { isOldNews } from "./old-news.ts";

/** How somebody reads of whom nothing is known yet. */
const UNKNOWN_READER = { timeZone: "UTC", locale: "en-GB" };

const DUE_NOW = { cards_version: 0, redraw_wanted: 1, retry_at: 0 } as const;

export function createContacts(
  database: Database,
  clock: Clock,
): Pick<AddressBook, "contact" | "remember" | "block"> {
  const find = (person: PersonId) =>
    database.run((db) =>
      db.selectFrom("contacts").selectAll().where("person", "=", person).executeTakeFirst(),
    );

  /** What waited for this person is due now. A crash in between costs another look at cards that are true. */
  async function bringWaiting(person: PersonId): Promise<void> {
    await database.note((db) =>
      db
        .updateTable("tickets")
        .set(DUE_NOW)
        .where("id", "in", (those) =>
          those.selectFrom("waiting_for").select("ticket").where("person", "=", person),
        )
        .execute(),
    );
    await database.note((db) => db.deleteFrom("waiting_for").where("person", "=", person).execute());
  }

  /** The helpers' cards have to say that nothing reaches this person any more, or that it does again. */
  const tellHelpers = (person: PersonId) =>
    database.note((db) =>
      db
        .updateTable("tickets")
        .set(DUE_NOW)
        .where("sharer", "=", person)
        .where("status", "in", ["open", "claimed"])
        .execute(),
    );

  return {
    async contact(person) {
      const row = await find(person);
      return row === undefined ? null : toContact(row);
    },

    async remember(person, { timeZone, locale, chat }) {
      const heard = {
        ...(timeZone === undefined ? {} : { time_zone: timeZone }),
        ...(locale === undefined ? {} : { locale }),
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
      if (isOldNews(known, heard)) return;
      await database.note((db) =>
        db
          .insertInto("contacts")
          .values({ person, ...heard })
          .onConflict((conflict) => conflict.column("person").doUpdateSet(heard))
          .execute(),
      );
      if (chat !== undefined || known?.blocked != null) await bringWaiting(person);
      if (known?.blocked != null) await tellHelpers(person);
    },

    async block(person, why) {
      if ((await find(person))?.blocked === why) return;
      await database.note((db) =>
        db
          .insertInto("contacts")
          .values({ person, blocked: why, seen_at: clock.now() })
          .onConflict((conflict) => conflict.column("person").doUpdateSet({ blocked: why }))
          .execute(),
      );
      await tellHelpers(person);
    },
  };
}

function toContact(row: ContactTable): Contact {
  const { service_url: serviceUrl, conversation_id: conversationId, tenant_id: tenantId } = row;
  const isReachable = serviceUrl !== null && conversationId !== null && tenantId !== null;
  return {
    person: personId(row.person),
    timeZone: row.time_zone ?? UNKNOWN_READER.timeZone,
    locale: row.locale ?? UNKNOWN_READER.locale,
    chat: isReachable ? { serviceUrl, conversationId, tenantId } : null,
    blocked: row.blocked,
  };
}
