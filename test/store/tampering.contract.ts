import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { chainBreak } from "../support/evidence.ts";
import type { Here } from "./place.ts";
import { toldTicket, wholeStory } from "./stories.ts";

const LAST = wholeStory.length;

export function tamperingContract(here: Here): void {
  let id: TicketId;
  beforeEach(async () => {
    id = (await toldTicket(here.store, wholeStory)).id;
  });

  const remove = (version: number) =>
    here.database.query((db) =>
      db.deleteFrom("events").where("ticket", "=", id).where("version", "=", version).execute(),
    );
  const renumber = (from: number, to: number) =>
    here.database.query((db) =>
      db
        .updateTable("events")
        .set({ version: to })
        .where("ticket", "=", id)
        .where("version", "=", from)
        .execute(),
    );

  describe("a trail shows", () => {
    test("an event that was edited, however little", async () => {
      await here.database.query((db) =>
        db
          .updateTable("events")
          .set({ body: sql`replace(body, '"view"', '"control"')` })
          .where("version", "=", 3)
          .execute(),
      );
      expect(await chainBreak(here.store, id)).toEqual({ version: 3, kind: "edited" });
    });

    test("an event that was deleted", async () => {
      await remove(4);
      expect(await chainBreak(here.store, id)).toEqual({ version: 4, kind: "deleted" });
    });

    test("an event that was deleted, with the gap closed", async () => {
      await remove(4);
      for (let version = 5; version <= LAST; version++) await renumber(version, version - 1);
      expect(await chainBreak(here.store, id)).toEqual({ version: 4, kind: "deleted" });
    });

    test("two events that changed places", async () => {
      await renumber(4, 99);
      await renumber(5, 4);
      await renumber(99, 5);
      expect(await chainBreak(here.store, id)).toEqual({ version: 4, kind: "reordered" });
    });

    test("a tail that was cut off", async () => {
      await remove(LAST);
      expect(await chainBreak(here.store, id)).toEqual({ version: LAST, kind: "truncated" });
    });

    test("a trail that was emptied", async () => {
      await here.database.query((db) => db.deleteFrom("events").execute());
      expect(await chainBreak(here.store, id)).toEqual({ version: 1, kind: "truncated" });
    });

    test("a ticket whose row was deleted", async () => {
      await here.database.query((db) => db.deleteFrom("tickets").execute());
      expect(await chainBreak(here.store, id)).toEqual({ version: LAST, kind: "headless" });
    });

    test("a trail that was exchanged for another ticket's", async () => {
      const other = await toldTicket(here.store, wholeStory);
      await here.database.query((db) => db.deleteFrom("events").where("ticket", "=", id).execute());
      await here.database.query((db) =>
        db.updateTable("events").set({ ticket: id }).where("ticket", "=", other.id).execute(),
      );
      expect(await chainBreak(here.store, id)).toEqual({ version: 1, kind: "foreign" });
    });
  });

  test("nothing is decided on a trail that was tampered with, and reading it says where", async () => {
    await remove(4);
    const other = await here.place.open();
    await expect(other.read(id)).rejects.toThrow(`The trail of ${id} was tampered with: record 4 is deleted`);
  });

  test("what is left of a tampered trail can still be read as evidence", async () => {
    await remove(4);
    expect(await here.store.trail(id)).toHaveLength(LAST - 1);
  });

  test("an event that is no event is a fault that names ticket and version", async () => {
    for (const body of ["", "[]", "null", '{"type":"TicketOpened"}', '{"type":"Blessed","at":1,"by":null}']) {
      await here.database.query((db) =>
        db.updateTable("events").set({ body }).where("version", "=", 2).execute(),
      );
      await expect(here.store.trail(id)).rejects.toThrow(`Event 2 of ${id} cannot be read`);
    }
  });
}
