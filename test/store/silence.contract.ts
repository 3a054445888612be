import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { IntegrityFault, Retention } from "../../src/ports/evidence.ts";
import { erase } from "../support/evidence.ts";
import { hana, sam } from "../support/people.ts";
import { at } from "../support/tickets.ts";
import { everythingIn } from "./everything.ts";
import type { Here } from "./place.ts";
import { toldTicket, wholeStory } from "./stories.ts";

const NOTHING: Retention = { tickets: 0, postedSurfaces: 0, presses: 0, contacts: 0, auditActs: 0 };

/** Deletions without an audit entry, by an attacker who can write to every table. */
export function silenceContract(here: Here): void {
  let id: TicketId;
  beforeEach(async () => {
    id = (await toldTicket(here.store, wholeStory)).id;
    await toldTicket(here.store, wholeStory);
  });

  async function breaks(): Promise<IntegrityFault[]> {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify({}, (broken) => found.push(broken));
    return found;
  }
  const lost = (ticket: string, person: string, version: number) => ({ in: "key", ticket, person, version });
  const dropKeyOf = (person: string) =>
    here.database.query((db) => db.deleteFrom("person_keys").where("person", "=", person).execute());

  describe("a key that is gone", () => {
    test("of a person, without an erasure, shows on each of their tickets and nowhere else", async () => {
      await dropKeyOf(sam.id);
      expect(await breaks()).toEqual([lost(id, sam.id, 1), lost("BK-1002", sam.id, 1)]);
    });

    test("of a ticket, without retention, shows for everybody on it", async () => {
      await here.database.query((db) => db.deleteFrom("ticket_keys").where("ticket", "=", id).execute());
      expect(await breaks()).toEqual([lost(id, sam.id, 1), lost(id, hana.id, 2)]);
    });

    test("shows also when they have a new one, and after an erasure of that one", async () => {
      await dropKeyOf(sam.id);
      await toldTicket(here.store);
      expect(await breaks()).toEqual([lost(id, sam.id, 1), lost("BK-1002", sam.id, 1)]);
      await erase(here.store, sam.id);
      expect(await breaks()).toEqual([lost(id, sam.id, 1), lost("BK-1002", sam.id, 1)]);
    });

    test("is no break when it was erased, or let go of, or both", async () => {
      await erase(here.store, sam.id);
      await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(100) });
      await erase(here.store, hana.id);
      await toldTicket(here.store);
      expect(await breaks()).toEqual([]);
    });

    test("is explained by no row that leads to no act", async () => {
      await here.store.evidence.record({ who: "auditor", what: "export", about: id, why: "case 7" });
      const key = await here.database.query((db) =>
        db.selectFrom("person_keys").select("id").where("person", "=", sam.id).executeTakeFirstOrThrow(),
      );
      await dropKeyOf(sam.id);
      await here.database.query((db) =>
        db.insertInto("destroyed_keys").values({ owner: sam.id, key: key.id, act: 1 }).execute(),
      );
      expect(await breaks()).toEqual([lost(id, sam.id, 1), lost("BK-1002", sam.id, 1)]);
    });

    test("keeps rebuild from touching what the tables still say", async () => {
      const before = await everythingIn(here.database);
      await dropKeyOf(sam.id);
      const rebuilt = await here.store.evidence.rebuild(defaultPolicy);
      expect(rebuilt).toMatchObject({ corrected: [], lost: [id, "BK-1002"] });
      const after = await everythingIn(here.database);
      for (const name of ["tickets", "ticket_words", "people", "sessions"]) {
        expect(tableOf(after, name), name).toBe(tableOf(before, name));
      }
      expect(await breaks()).toHaveLength(2);
    });

    test("is explained again by rebuild, when only the way to the act was removed", async () => {
      await erase(here.store, sam.id);
      await here.database.query((db) => db.deleteFrom("destroyed_keys").execute());
      expect(await breaks()).toHaveLength(2);
      expect(await here.store.evidence.rebuild(defaultPolicy)).toMatchObject({ lost: [] });
      expect(await breaks()).toEqual([]);
    });
  });

  describe("the details of an act", () => {
    const read = (about: string) =>
      here.store.evidence.record({ who: "auditor", what: "export", about, why: "case 7" });
    const blank = (number: number) =>
      here.database.query((db) =>
        db.updateTable("audit_acts").set({ details: null }).where("number", "=", number).execute(),
      );

    test("cannot be taken out", async () => {
      await read(id);
      await read("BK-1002");
      await blank(1);
      expect(await breaks()).toEqual([{ in: "act", number: 1, how: "edited" }]);
    });

    test("cannot be taken out as if they were as old as those that retention took", async () => {
      await read(id);
      await here.store.evidence.applyRetention({ ...NOTHING, auditActs: at(1) });
      expect(await breaks()).toEqual([]);
      const later = await here.place.open({ now: () => at(5) });
      const { number } = await later.evidence.record({ who: "auditor", what: "rebuild", about: "", why: "" });
      await blank(number);
      expect(await breaks()).toEqual([{ in: "act", number, how: "edited" }]);
    });
  });

  describe("a hold", () => {
    const hold = () =>
      here.store.evidence.hold({ kind: "ticket", subject: id, reason: "litigation 12", by: "counsel" });

    test("cannot be lifted by taking its act out", async () => {
      await hold();
      await here.database.query((db) => db.deleteFrom("audit_acts").execute());
      expect(await breaks()).toEqual([{ in: "act", number: 1, how: "truncated" }]);
    });

    test("stays in force without its reason, and that shows", async () => {
      await hold();
      await here.store.evidence.record({ who: "auditor", what: "export", about: id, why: "case 7" });
      await here.store.evidence.applyRetention({ ...NOTHING, auditActs: at(100) });
      await here.database.query((db) => db.updateTable("audit_acts").set({ details: null }).execute());
      expect(await erase(here.store, sam.id)).toMatchObject({ kind: "held" });
      expect(await breaks()).toContainEqual({ in: "act", number: 1, how: "edited" });
    });
  });

  describe("acts that come while everything is verified", () => {
    test("are no break", async () => {
      for (let n = 0; n < 3; n++) await here.store.evidence.record(export1);
      const other = await here.place.open();
      let [writing, isOver] = [Promise.resolve(), false];
      writing = (async () => {
        while (!isOver) await other.evidence.record(export1);
      })();
      for (let n = 0; n < 5; n++) expect(await breaks()).toEqual([]);
      isOver = true;
      await writing;
    });
  });

  const export1 = { who: "auditor", what: "export", about: "BK-1001", why: "case 7" } as const;
}

const tableOf = (all: string, name: string) => all.split("\n").find((line) => line.startsWith(`${name}:`));
