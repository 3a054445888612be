import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { allowed, at, claimed, opened, viewAsked } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { deadlineAfter, toldTicket, wholeStory } from "./stories.ts";

export function rebuildContract(here: Here): void {
  let ids: TicketId[];
  beforeEach(async () => {
    ids = [];
    for (const story of [wholeStory, [...opened(), ...claimed(), ...viewAsked(), ...allowed()], opened()]) {
      ids.push((await toldTicket(here.store, story, { nextDeadline: deadlineAfter(story) })).id);
    }
  });

  const projections = () =>
    here.database.query(async (db) => ({
      tickets: await db.selectFrom("tickets").selectAll().orderBy("number").execute(),
      holds: await db.selectFrom("device_holds").selectAll().execute(),
    }));
  const rebuild = () => here.store.evidence.rebuild(defaultPolicy);

  describe("rebuilding the projections", () => {
    test("changes nothing where they are right", async () => {
      const before = await projections();
      expect(await rebuild()).toEqual({
        tickets: 3,
        corrected: [],
        restored: [],
        broken: [],
        lost: [],
        counterWasBehind: false,
      });
      expect(await projections()).toEqual(before);
    });

    test("makes them what they were, whatever happened to them", async () => {
      const before = await projections();
      await here.database.query((db) =>
        db
          .updateTable("tickets")
          .set({ status: "open", subject: "?", sharer: "?", session_device: "?", next_deadline: 1 })
          .execute(),
      );
      await here.database.query((db) =>
        db.updateTable("tickets").set({ next_check: 1 }).where("next_check", "is not", null).execute(),
      );
      await here.database.query((db) => db.deleteFrom("device_holds").execute());
      expect(await rebuild()).toMatchObject({ corrected: ids });
      expect(await projections()).toEqual(before);
    });

    test("knows when a check is due, though nothing else is wrong", async () => {
      const before = await projections();
      await here.database.query((db) => db.updateTable("tickets").set({ next_check: null }).execute());
      expect(await rebuild()).toMatchObject({ corrected: [ids[1]] });
      expect(await projections()).toEqual(before);
    });

    test("gives a ticket its row back", async () => {
      await here.store.evidence.anchor(at(20));
      const before = await projections();
      await here.database.query((db) => db.deleteFrom("tickets").execute());
      await here.database.query((db) => db.deleteFrom("device_holds").execute());
      expect(await rebuild()).toMatchObject({ restored: ids, broken: [] });
      // Marks again which versions are anchored.
      await here.store.evidence.anchor(at(30));
      expect(await projections()).toEqual(before);
      await here.store.evidence.verify({}, (broken) => expect.fail(JSON.stringify(broken)));
    });

    test("never makes a broken trail look right", async () => {
      await here.store.evidence.anchor(at(20));
      const [first = "", second = ""] = ids;
      await here.database.query((db) =>
        db
          .updateTable("events")
          .set({ body: "{}" })
          .where("ticket", "=", first)
          .where("version", "=", 2)
          .execute(),
      );
      await here.database.query((db) =>
        db.deleteFrom("events").where("ticket", "=", second).where("version", "=", 4).execute(),
      );
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", second).execute());
      expect(await rebuild()).toMatchObject({ corrected: [], restored: [], broken: [first, second] });
    });
  });
}
