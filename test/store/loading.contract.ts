import type { Kysely, KyselyPlugin } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import type { Database, Execute } from "../../src/store/database/database.ts";
import type { Schema } from "../../src/store/database/schema.ts";
import { openStoreOn, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { erase } from "../support/evidence.ts";
import { hana, sam } from "../support/people.ts";
import { noted, opened } from "../support/tickets.ts";
import { atT0, type Here } from "./place.ts";
import { pickUp, tell, toldTicket } from "./stories.ts";

const asHelper = { person: hana, roles: { helper: true, lead: false } };

/** What the store asks the engine for, and how many rows it gets. */
function counting(database: Database) {
  const count = { statements: 0, rows: 0 };
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      count.statements += 1;
      count.rows += result.rows.length;
      return result;
    },
  };
  const countedBy =
    (execute: Execute): Execute =>
    <Given, Result>(work: (db: Kysely<Schema>, given: Given) => Promise<Result>, given?: Given) =>
      execute((db) => work(db.withPlugin(plugin), given as Given));
  const counted: Database = {
    ...database,
    query: countedBy(database.query),
    writeRelaxed: countedBy(database.writeRelaxed),
    transaction: (work) => database.transaction((tx) => work(tx.withPlugin(plugin))),
    transactionRelaxed: (work) => database.transactionRelaxed((tx) => work(tx.withPlugin(plugin))),
  };
  return { count, counted };
}

export function loadingContract(here: Here): void {
  let store: Store;
  let count: { statements: number; rows: number };
  beforeEach(async () => {
    const { count: made, counted } = counting(here.place.database());
    count = made;
    store = await openStoreOn(counted, here.place.config.masterKey, { clock: atT0, log: silentLog });
  });

  async function costOf(work: () => Promise<unknown>) {
    const before = { ...count };
    await work();
    return { statements: count.statements - before.statements, rows: count.rows - before.rows };
  }
  async function withNotes(notes: number): Promise<TicketId> {
    const told = Array.from({ length: notes }, (_, n) => noted(1, `note ${n % 10}`)).flat();
    return (await toldTicket(store, [...opened(), ...told])).id;
  }

  describe("an action", () => {
    test("reads the keys of people once, while none is destroyed", async () => {
      const id = await withNotes(2);
      const before = (await store.read(id)) ?? expect.fail("no ticket");
      // Its event, its row and its words: the keys are those of the notes before.
      const cost = await costOf(() => tell(store, id, noted(11, "three"), { before }));
      expect(cost.statements).toBe(3);
    });
  });

  describe("an action costs the same", () => {
    test("on a ticket with two notes and with two thousand", async () => {
      const costs = [];
      for (const notes of [2, 2000]) {
        const id = await withNotes(notes);
        costs.push({
          read: await costOf(() => store.read(id)),
          action: await costOf(() => pickUp(store, id, asHelper)),
          after: await costOf(() => store.read(id)),
        });
      }
      const [few, many] = costs;
      expect(many).toEqual(few);
      expect(few?.read).toEqual({ statements: 1, rows: 1 });
      expect(few?.after).toEqual({ statements: 1, rows: 1 });
    });

    test("after a write by another process, whose events are all that is read", async () => {
      const id = await withNotes(200);
      await store.read(id);
      await pickUp(await here.place.open(), id, asHelper);
      const cost = await costOf(async () => expect((await store.read(id))?.claim?.helper.id).toBe(hana.id));
      expect(cost.rows).toBeLessThan(10);
    });

    test("after a read was recorded", async () => {
      const id = await withNotes(200);
      await store.evidence.record({ who: hana.id, what: "read", about: id, why: "helper" });
      expect(await costOf(() => store.read(id))).toEqual({ statements: 1, rows: 1 });
    });
  });

  describe("what is kept in memory", () => {
    test("is what another process reads from the store", async () => {
      const before = await toldTicket(store, opened());
      const text = "Ünï 😀 \u0000 \ud800 end";
      await tell(store, before.id, noted(1, text), { before });
      const fresh = await here.place.open();
      expect(await store.read(before.id)).toEqual(await fresh.read(before.id));
    });

    test("says nothing about somebody who was erased meanwhile, by this process or another", async () => {
      const id = await withNotes(3);
      await erase(await here.place.open(), sam.id);
      expect((await store.read(id))?.subject.text).toBeNull();
      await pickUp(store, id, asHelper);
      expect((await store.read(id))?.sharer.name.text).toBeNull();
      await erase(store, hana.id);
      expect((await store.read(id))?.claim?.helper.name.text).toBeNull();
      expect((await store.read(id))?.notes[0]?.note.text).toBeNull();
    });

    test("is not changed by an append that was rolled back", async () => {
      const id = await withNotes(2);
      const before = await store.read(id);
      const [one, other] = await Promise.all([
        pickUp(store, id, asHelper),
        tell(await here.place.open(), id, noted(2, "meanwhile"), { before }),
      ]);
      expect([one.kind, other.kind]).toContain("done");
      expect(await store.read(id)).toEqual(await (await here.place.open()).read(id));
    });
  });
}
