import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Act, Broken } from "../../src/ports/evidence.ts";
import type { Store } from "../../src/store/open-store.ts";
import { at } from "../support/tickets.ts";
import type { FindPlace, Place } from "./place.ts";

const export1: Act = { who: "auditor", what: "export", about: "BK-1001", why: "case 7" };

export function actsContract(find: FindPlace): void {
  let place: Place;
  let store: Store;
  beforeEach(async () => {
    place = await find();
    store = await place.open();
    await store.evidence.record(export1);
    await store.evidence.record({ ...export1, about: "BK-1002" });
  });
  afterEach(() => place.leave());

  async function breaks(): Promise<Broken[]> {
    const found: Broken[] = [];
    await store.evidence.verify({}, (broken) => found.push(broken));
    return found;
  }

  describe("what was read, exported or erased", () => {
    test("is kept with who, when and why, in a chain that verifies", async () => {
      expect((await store.evidence.acts()).map(({ number, act }) => [number, act?.about, act?.why])).toEqual([
        [1, "BK-1001", "case 7"],
        [2, "BK-1002", "case 7"],
      ]);
      expect(await breaks()).toEqual([]);
    });

    test("shows when its details were edited", async () => {
      await place
        .database()
        .run((db) =>
          db.updateTable("audit_acts").set({ details: '{"who":"nobody"}' }).where("number", "=", 1).execute(),
        );
      expect(await breaks()).toEqual([{ in: "act", number: 1, how: "edited" }]);
    });

    test("shows when one is gone", async () => {
      await place.database().run((db) => db.deleteFrom("audit_acts").where("number", "=", 2).execute());
      expect(await breaks()).toEqual([{ in: "act", number: 2, how: "truncated" }]);
    });

    test("is anchored: a chain of acts that was made anew shows", async () => {
      await store.evidence.anchor(at(1));
      const database = place.database();
      await database.run((db) => db.deleteFrom("audit_acts").execute());
      await database.run((db) => db.deleteFrom("chain_heads").where("name", "=", "acts").execute());
      await store.evidence.record(export1);
      expect(await breaks()).toEqual([{ in: "act", number: 2, how: "truncated" }]);
    });

    test("is recorded one after another, however many do it at once", async () => {
      const other = await place.open();
      await Promise.all([store, other, store, other].map(({ evidence }) => evidence.record(export1)));
      expect((await store.evidence.acts()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await breaks()).toEqual([]);
    });
  });
}
