import { openAsk } from "../../domain/ticket/authority.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { Appended } from "../../ports/ticket-store.ts";
import { Rollback, type Tx } from "../database/database.ts";
import type { AskLockTable } from "../database/schema.ts";
import { insertNew } from "../database/statement.ts";
import { isWithin } from "../events/read-stream.ts";
import type { Projection } from "./projection.ts";

/** The question of a ticket that waits for its answer, if one does. */
function lockFor({ id, sharer, session }: Ticket): AskLockTable | null {
  const ask = openAsk(session);
  return ask === null ? null : { helper: ask.by.id, sharer: sharer.id, ticket: id };
}

const lockOf = (tx: Tx, ticket: string) => tx.deleteFrom("ask_locks").where("ticket", "=", ticket);

/** One open question per helper and person: the primary key refuses one on a second ticket, also at the same moment. */
export const askLocks: Projection = {
  table: "ask_locks",

  async append(tx, { ticket, after, events }) {
    if (!events.some((event) => "session" in event)) return;
    await lockOf(tx, ticket).execute();
    const lock = lockFor(after);
    if (lock === null || (await insertNew(tx, "ask_locks", lock)) === 1) return;
    throw new Rollback<Appended>({ kind: "ask-open" });
  },

  async rebuild(tx, { ticket }) {
    await lockOf(tx, ticket.id).execute();
    const lock = lockFor(ticket);
    if (lock !== null) await tx.insertInto("ask_locks").values(lock).execute();
  },

  // Locks of open questions must hold while other tickets are rebuilt.
  clear: null,

  /** Holds ids only. */
  async erase() {},

  verification: () => ({
    async load(tx, tickets) {
      const rows = await tx.selectFrom("ask_locks").selectAll().where(isWithin("ticket", tickets)).execute();
      const held = Map.groupBy(rows, ({ ticket }) => ticket);
      return ({ ticket }) => {
        const wanted = lockFor(ticket);
        const [found] = held.get(ticket.id) ?? [];
        const isSame = found?.helper === wanted?.helper && found?.sharer === wanted?.sharer;
        return isSame && (held.get(ticket.id)?.length ?? 0) <= 1 ? [] : ["ask_locks.helper"];
      };
    },
  }),
};
