import { beforeEach, describe, expect, test } from "vitest";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import type { AuditEntry, AuditEntryScope, IntegrityFault } from "../../src/ports/evidence.ts";
import { actsIn } from "../support/acts.ts";
import { erase } from "../support/evidence.ts";
import { hugo, lena, sam } from "../support/people.ts";
import { at } from "../support/tickets.ts";
import { everythingIn } from "./everything.ts";
import type { Here } from "./place.ts";
import { toldTicket } from "./stories.ts";

const read = (ticket = "BK-1001"): AuditEntry => ({
  who: lena.id,
  name: lena.name,
  what: "read",
  about: `${ticket}, person ${sam.id}`,
  why: "story in Teams, as lead",
});

const export1: AuditEntry = { who: "auditor", what: "export", about: "BK-1001", why: "case 7" };

export function actsContract(here: Here): void {
  beforeEach(async () => {
    await here.store.evidence.record(export1);
    await here.store.evidence.record({ ...export1, about: "BK-1002" });
  });

  async function breaks(): Promise<IntegrityFault[]> {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify({}, (broken) => found.push(broken));
    return found;
  }

  describe("what was read, exported or erased", () => {
    test("is kept with who, when and why, in a chain that verifies", async () => {
      expect((await actsIn(here.store)).map(({ number, act }) => [number, act?.about, act?.why])).toEqual([
        [1, "BK-1001", "case 7"],
        [2, "BK-1002", "case 7"],
      ]);
      expect(await breaks()).toEqual([]);
    });

    test("shows when its details were edited", async () => {
      await here.place
        .database()
        .query((db) =>
          db.updateTable("audit_acts").set({ details: '{"who":"nobody"}' }).where("number", "=", 1).execute(),
        );
      expect(await breaks()).toEqual([{ in: "act", number: 1, how: "edited" }]);
    });

    test("shows when one is gone", async () => {
      await here.place
        .database()
        .query((db) => db.deleteFrom("audit_acts").where("number", "=", 2).execute());
      expect(await breaks()).toEqual([{ in: "act", number: 2, how: "truncated" }]);
    });

    test("is anchored: a replaced chain of audit entries is found", async () => {
      await here.store.evidence.anchor(at(1));
      const database = here.place.database();
      await database.query((db) => db.deleteFrom("audit_acts").execute());
      await database.query((db) => db.deleteFrom("chain_heads").where("name", "=", "acts").execute());
      await here.store.evidence.record(export1);
      expect(await breaks()).toEqual([
        { in: "act", number: 1, how: "unsigned" },
        { in: "act", number: 2, how: "truncated" },
      ]);
    });

    test("shows when a read was put down to another ticket, or to none", async () => {
      await here.store.evidence.record(read());
      for (const ticket of ["BK-1002", null]) {
        await here.place
          .database()
          .query((db) => db.updateTable("audit_acts").set({ ticket }).where("number", "=", 3).execute());
        expect(await breaks()).toEqual([{ in: "act", number: 3, how: "edited" }]);
      }
    });

    test("is recorded one after another, however many do it at once", async () => {
      const other = await here.place.open();
      await Promise.all(
        [here.store, other, here.store, other].map(({ evidence }) => evidence.record(export1)),
      );
      expect((await actsIn(here.store)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await breaks()).toEqual([]);
    });
  });

  describe("names and questions in acts", () => {
    const inTheClear = async () => JSON.stringify(await everythingIn(here.place.database()));
    const texts = async () =>
      (await actsIn(here.store)).map(({ act }) => [act?.name?.text ?? null, act?.asked?.text ?? null]);
    const search = (asked: string): AuditEntry => ({
      who: lena.id,
      name: lena.name,
      what: "search",
      about: `BK-1001, person ${sam.id}`,
      why: "find in Teams, as lead",
      asked: personal(lena.id, asked),
    });

    test("are sealed in the store and read back", async () => {
      await here.store.evidence.record(read());
      await here.store.evidence.record(search("sharma divorce"));
      expect((await texts()).slice(2)).toEqual([
        [lena.name.text, null],
        [lena.name.text, "sharma divorce"],
      ]);
      expect(await inTheClear()).not.toMatch(/divorce|Lena/);
      expect(await breaks()).toEqual([]);
    });

    test("go with the one who asked, when they are erased", async () => {
      await here.store.evidence.record(search("divorce"));
      await erase(here.store, lena.id);
      expect((await texts())[2]).toEqual([null, null]);
      expect((await actsIn(here.store))[2]?.act).toMatchObject({ who: lena.id, what: "search" });
      expect(await breaks()).toEqual([]);
    });

    test("go when somebody is erased who was looked for, and no others do", async () => {
      await toldTicket(here.store);
      for (const asked of ["SHARMA vpn", "printer"]) await here.store.evidence.record(search(asked));
      await erase(here.store, sam.id);
      expect((await texts()).slice(2, 4).map(([, asked]) => asked)).toEqual([null, "printer"]);
      expect(await breaks()).toEqual([]);
    });

    test("go with their retention, keys and all", async () => {
      await here.store.evidence.record(read());
      const nothing = { tickets: 0, postedSurfaces: 0, presses: 0, contacts: 0 };
      expect(await here.store.evidence.applyRetention({ ...nothing, auditActs: at(100) })).toMatchObject({
        auditActs: 3,
      });
      expect(await here.store.evidence.readsOf(ticketId("BK-1001"))).toEqual([]);
      const keys = await here.place
        .database()
        .query((db) => db.selectFrom("ticket_keys").selectAll().execute());
      expect(keys).toEqual([]);
      expect(await breaks()).toEqual([]);
    });
  });

  describe("acts are listed", () => {
    test("by ticket, person and period, with nothing that only begins alike", async () => {
      await here.store.evidence.record(read("BK-10010"));
      await here.store.evidence.record(read());
      const numbers = async (scope: AuditEntryScope) =>
        (await actsIn(here.store, scope)).map(({ number }) => number);
      expect(await numbers({ ticket: ticketId("BK-1001") })).toEqual([1, 4]);
      expect(await numbers({ person: sam.id })).toEqual([3, 4]);
      expect(await numbers({ person: lena.id })).toEqual([3, 4]);
      expect(await numbers({ person: hugo.id })).toEqual([]);
      expect(await numbers({ from: at(0), to: at(1) })).toEqual([1, 2, 3, 4]);
      expect(await numbers({ from: at(1) })).toEqual([]);
      expect(await here.store.evidence.readsOf(ticketId("BK-1001"))).toEqual([
        { at: at(0), reader: { id: lena.id, name: lena.name } },
      ]);
    });
  });
}
