import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Appended } from "../../ports/ticket-store.ts";
import { insertNew, Rollback, type Tx } from "../database/database.ts";
import type { Projection } from "./projection.ts";

const lockOf = (tx: Tx, ticket: TicketId) => tx.deleteFrom("device_holds").where("ticket", "=", ticket);

/** One session per device: the primary key refuses a second ticket's session on it. */
export const deviceLocks: Projection = {
  table: "device_holds",

  async append(tx, { ticket, after, before }) {
    const device = after.session?.device.id ?? null;
    if (device === before.device) return;
    if (before.device !== null) await lockOf(tx, ticket).where("device", "=", before.device).execute();
    if (device === null) return;
    if ((await insertNew(tx, "device_holds", { device, ticket })) === 1) return;
    throw new Rollback<Appended>({ kind: "device-busy" });
  },

  async rebuild(tx, { ticket: { id: ticket, session } }) {
    await lockOf(tx, ticket).execute();
    if (session !== null) {
      await tx.insertInto("device_holds").values({ device: session.device.id, ticket }).execute();
    }
  },

  // Locks of live sessions must hold while other tickets are rebuilt.
  clear: null,

  /** Holds ids only. */
  async erase() {},

  verification: () => ({
    async load(tx, tickets) {
      const rows =
        tickets.length === 0
          ? []
          : await tx.selectFrom("device_holds").selectAll().where("ticket", "in", tickets).execute();
      const heldFor = Map.groupBy(rows, ({ ticket }) => ticket);
      return ({ ticket: { id, session } }) => {
        const held = (heldFor.get(id) ?? []).map(({ device }) => device);
        const wanted = session === null ? [] : [session.device.id];
        return held.join() === wanted.join() ? [] : ["device_holds.device"];
      };
    },
  }),
};
