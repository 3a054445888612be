import { ticketId } from "../../domain/ticket/ids.ts";
import type { TicketStore } from "../../ports/ticket-store.ts";
import type { Database } from "../database.ts";
import type { Keyring } from "../keys/person-keys.ts";
import { findBreak, TrailBroken } from "../trail/chain.ts";
import { openTrail, readTrail } from "../trail/read-trail.ts";
import { append } from "./append.ts";
import { createFoldedTickets } from "./folded-tickets.ts";
import { nextTicketId } from "./ticket-number.ts";

export function createTicketStore(database: Database, keyring: Keyring): TicketStore {
  const folded = createFoldedTickets(keyring);
  return {
    /** @throws {TrailBroken} @throws {EventUnreadable} nothing is decided on a trail that is not what was written. */
    async read(ticket) {
      const { records, head } = await readTrail(database, ticket);
      const broken = findBreak(ticket, records, head);
      if (broken !== null) throw new TrailBroken(ticket, broken);
      return await folded.of(ticket, records);
    },

    append: (change) => append(database, keyring, change),

    durable: () => database.settled(),

    async appliedTo(press) {
      const row = await database.query((db) =>
        db.selectFrom("presses").select("ticket").where("press", "=", press).executeTakeFirst(),
      );
      return row === undefined ? null : ticketId(row.ticket);
    },

    nextTicketId: () => nextTicketId(database),

    /** Also of a trail that was tampered with: what is left of it is evidence. `verifyTrail` judges it. */
    async trail(ticket) {
      const { records } = await readTrail(database, ticket);
      return await openTrail(keyring, ticket, records);
    },
  };
}
