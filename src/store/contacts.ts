import type { AddressBook, Contact } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import { type PersonId, personId } from "../ticket/ids.ts";
import type { Database } from "./database.ts";
import { isOldNews } from "./old-news.ts";
import type { ContactTable } from "./schema.ts";

/** How somebody reads of whom nothing is known yet. */
const UNKNOWN_READER = { timeZone: "UTC", locale: "en-GB" };

export function createContacts(
  database: Database,
  clock: Clock,
): Pick<AddressBook, "contact" | "remember" | "block"> {
  const find = (person: PersonId) =>
    database.run((db) =>
      db.selectFrom("contacts").selectAll().where("person", "=", person).executeTakeFirst(),
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
      if (isOldNews(await find(person), heard)) return;
      await database.note((db) =>
        db
          .insertInto("contacts")
          .values({ person, ...heard })
          .onConflict((conflict) => conflict.column("person").doUpdateSet(heard))
          .execute(),
      );
    },

    async block(person, why) {
      await database.note((db) =>
        db
          .insertInto("contacts")
          .values({ person, blocked: why, seen_at: clock.now() })
          .onConflict((conflict) => conflict.column("person").doUpdateSet({ blocked: why }))
          .execute(),
      );
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
