import type { AddressBook } from "../../ports/address-book.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Database } from "../database/database.ts";
import { createChannels } from "./channels.ts";
import { createContacts } from "./contacts.ts";

export function createAddressBook(database: Database, clock: Clock): AddressBook {
  return {
    ...createContacts(database, clock),
    ...createChannels(database, clock),

    async anyServiceUrl() {
      const row = await database.query((db) =>
        db
          .selectFrom("contacts")
          .select(["service_url", "seen_at"])
          .where("service_url", "is not", null)
          .unionAll(db.selectFrom("channels").select(["service_url", "seen_at"]))
          .orderBy("seen_at", "desc")
          .limit(1)
          .executeTakeFirst(),
      );
      return row?.service_url ?? null;
    },
  };
}
