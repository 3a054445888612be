import { openAsk } from "../../domain/ticket/authority.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { Appended } from "../../ports/ticket-store.ts";
import type { AskLockTable } from "../database/schema.ts";
import { newRows, type Placeholders, statement } from "../database/statement.ts";
import { isWithin } from "../events/read-stream.ts";
import type { Projection } from "./projection.ts";

const ASK_OPEN: Appended = { kind: "ask-open" };

/** The question of a ticket that waits for its answer, if one does. */
function lockFor({ id, sharer, session }: Ticket): AskLockTable | null {
  const ask = openAsk(session);
  return ask === null ? null : { helper: ask.by.id, sharer: sharer.id, ticket: id };
}

const releasing = statement((db, { ticket }: Placeholders<{ ticket: TicketId }>) =>
  db.deleteFrom("ask_locks").where("ticket", "=", ticket),
);

const isSame = (one: AskLockTable | null, other: AskLockTable | null): boolean =>
  one?.helper === other?.helper && one?.sharer === other?.sharer;

/** One open question per helper and person: the primary key refuses one on a second ticket, also at the same moment. */
export const askLocks: Projection = {
  table: "ask_locks",

  append({ ticket, after, before }) {
    const held = before.ticket && lockFor(before.ticket);
    const lock = lockFor(after);
    if (isSame(held, lock)) return [];
    const release = held === null ? [] : [{ statement: releasing.with({ ticket }) }];
    if (lock === null) return release;
    return [...release, { statement: newRows("ask_locks", lock), must: { change: 1, else: ASK_OPEN } }];
  },

  async rebuild(tx, { ticket }) {
    await releasing.changed(tx, { ticket: ticket.id });
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
        return isSame(found ?? null, wanted) && (held.get(ticket.id)?.length ?? 0) <= 1
          ? []
          : ["ask_locks.helper"];
      };
    },
  }),
};
