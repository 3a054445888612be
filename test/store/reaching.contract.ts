import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { sam } from "../support/people.ts";
import { at, claimed, opened } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { toldTicket } from "./stories.ts";

const chat = { serviceUrl: "https://smba.example/emea/", conversationId: "a:sam", tenantId: "contoso" };

/** Whether somebody can be reached is written in one transaction with what becomes due because of it. */
export function reachingContract(here: Here): void {
  /** The tickets' table is away for so long, as if the store broke off in the middle. */
  async function whileBroken(work: () => Promise<unknown>): Promise<void> {
    const behind = here.place.database();
    const rename = (from: string, to: string) =>
      behind.query((db) => sql`alter table ${sql.ref(from)} rename to ${sql.ref(to)}`.execute(db));
    await rename("tickets", "tickets_away");
    await expect(work()).rejects.toThrow();
    await rename("tickets_away", "tickets");
  }

  async function trueCards(id: TicketId): Promise<void> {
    await here.store.lease(id, "ann", at(0), at(1));
    await here.store.settle(id, "ann", 2);
  }
  const isDue = async () => (await here.store.leaseDue("other", at(60), at(60), 10)).length > 0;

  describe("when the store breaks off", () => {
    test("while somebody is heard from again, what waits for them comes with the next thing they do", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      await here.store.remember(sam.id, { chat });
      await here.store.block(sam.id, "removed");
      await here.store.waitFor(id, sam.id);
      await trueCards(id);
      await whileBroken(() => here.store.remember(sam.id, { chat }));
      expect(await here.store.contact(sam.id)).toMatchObject({ blocked: "removed" });
      await here.store.remember(sam.id, { chat });
      expect(await here.store.contact(sam.id)).toMatchObject({ blocked: null });
      expect(await isDue()).toBe(true);
    });

    test("while it is noted that nothing reaches somebody, helpers learn it at the next try", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      await trueCards(id);
      await whileBroken(() => here.store.block(sam.id, "removed"));
      await here.store.block(sam.id, "removed");
      expect(await isDue()).toBe(true);
    });
  });
}
