import { hash } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import type { IntegrityFault, Verification } from "../../src/ports/evidence.ts";
import { genesis, link } from "../../src/store/events/hash-chain.ts";
import { at, noted } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { tell, toldTicket, wholeStory } from "./stories.ts";

const LAST = wholeStory.length;

/** Every way to tamper with the event store, by an attacker who can write to every table. */
export function verifyContract(here: Here): void {
  let id: TicketId;
  beforeEach(async () => {
    await toldTicket(here.store, wholeStory);
    id = (await toldTicket(here.store, wholeStory)).id;
    await toldTicket(here.store, wholeStory);
  });

  async function breaks(scope: Verification = {}): Promise<IntegrityFault[]> {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify(scope, (broken) => found.push(broken));
    return found;
  }

  const noBreak = (broken: IntegrityFault) => expect.fail(JSON.stringify(broken));
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
  const edit = (version: number, from: string, to: string) =>
    here.database.query((db) =>
      db
        .updateTable("events")
        .set({ body: sql`replace(body, ${from}, ${to})` })
        .where("ticket", "=", id)
        .where("version", "=", version)
        .execute(),
    );
  const setHead = (version: number, head: string) =>
    here.database.query((db) =>
      db.updateTable("tickets").set({ version, head }).where("id", "=", id).execute(),
    );

  /** What an intruder with the source code would do: every hash, and the head, fit again. */
  async function rewriteConsistently(): Promise<void> {
    await edit(4, '"level":"view"', '"level":"control"');
    const rows = await here.database.query((db) =>
      db.selectFrom("events").selectAll().where("ticket", "=", id).orderBy("version").execute(),
    );
    let prevHash = genesis(id);
    for (const { version, body } of rows) {
      const own = link(prevHash, body);
      await here.database.query((db) =>
        db
          .updateTable("events")
          .set({ prev_hash: prevHash, hash: own })
          .where("ticket", "=", id)
          .where("version", "=", version)
          .execute(),
      );
      prevHash = own;
    }
    await setHead(LAST, prevHash);
  }

  describe("a store that nobody touched", () => {
    test("verifies, and tells what was looked at", async () => {
      await here.store.evidence.anchor(at(20));
      const found: IntegrityFault[] = [];
      const tally = await here.store.evidence.verify({}, (broken) => found.push(broken));
      expect(found).toEqual([]);
      expect(tally).toEqual({ tickets: 3, events: 3 * LAST, anchors: 1, acts: 0, unused: [] });
    });

    test("verifies in part: one ticket, or those of a period", async () => {
      const ofTicket = await here.store.evidence.verify({ ticket: id }, noBreak);
      expect(ofTicket).toMatchObject({ tickets: 1, events: LAST });
      expect(await here.store.evidence.verify({ from: at(0), to: at(1) }, noBreak)).toMatchObject({
        tickets: 3,
      });
      expect(await here.store.evidence.verify({ from: at(500) }, noBreak)).toMatchObject({ tickets: 0 });
    });

    test("verifies when it is empty", async () => {
      const empty = await here.find();
      const tally = await (await empty.open()).evidence.verify({}, noBreak);
      expect(tally).toEqual({ tickets: 0, events: 0, anchors: 0, acts: 0, unused: [] });
      await empty.leave();
    });
  });

  describe("on several threads", () => {
    const told = async (threads: number) => {
      const found: IntegrityFault[] = [];
      const tally = await here.store.evidence.verify({ threads }, (broken) => found.push(broken));
      return { found, tally };
    };

    test("a store that nobody touched verifies, with the same counts", async () => {
      await here.store.evidence.anchor(at(20));
      const alone = await told(1);
      expect(alone.found).toEqual([]);
      expect(await told(3)).toEqual(alone);
    });

    test("the same faults are found, and told in the same order", async () => {
      await here.store.evidence.anchor(at(20));
      await here.database.query((db) => db.updateTable("tickets").set({ subject: "Nothing" }).execute());
      await here.database.query((db) => db.updateTable("people").set({ name: "Mallory" }).execute());
      await edit(3, '"view"', '"control"');
      const alone = await told(1);
      expect(alone.found).toHaveLength(3);
      expect(await told(2)).toEqual(alone);
      await here.database.query((db) => db.deleteFrom("events").where("ticket", "=", id).execute());
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", id).execute());
      const without = await told(1);
      expect(without.found.length).toBeGreaterThan(2);
      expect(await told(2)).toEqual(without);
    });

    test("names are compared over all of them", async () => {
      await here.database.query((db) => db.updateTable("people").set({ name: "Mallory" }).execute());
      const alone = await told(1);
      expect(new Set(alone.found.map((each) => each.in))).toEqual(new Set(["name"]));
      expect(await told(3)).toEqual(alone);
    });
  });

  describe("in a trail, verify names the record and what was done to it:", () => {
    test("edited", async () => {
      await edit(3, '"view"', '"control"');
      expect(await breaks()).toEqual([{ in: "trail", ticket: id, version: 3, how: "edited" }]);
    });

    test("edited, with a hash that fits", async () => {
      await edit(3, '"view"', '"control"');
      const { body, prev_hash } = await here.database.query((db) =>
        db
          .selectFrom("events")
          .selectAll()
          .where("ticket", "=", id)
          .where("version", "=", 3)
          .executeTakeFirstOrThrow(),
      );
      await here.database.query((db) =>
        db
          .updateTable("events")
          .set({ hash: hash("sha256", prev_hash + body, "hex") })
          .where("ticket", "=", id)
          .where("version", "=", 3)
          .execute(),
      );
      expect(await breaks()).toEqual([{ in: "trail", ticket: id, version: 3, how: "edited" }]);
    });

    test("deleted", async () => {
      await remove(4);
      expect(await breaks()).toEqual([{ in: "trail", ticket: id, version: 4, how: "deleted" }]);
    });

    test("inserted", async () => {
      const rows = await here.database.query((db) =>
        db.selectFrom("events").selectAll().where("ticket", "=", id).orderBy("version").execute(),
      );
      for (let version = LAST; version >= 3; version--) await renumber(version, version + 1);
      const [, second] = rows;
      if (second === undefined) throw new Error("the story has more than one event");
      const inserted = {
        ...second,
        version: 3,
        prev_hash: second.hash,
        hash: link(second.hash, second.body),
      };
      await here.database.query((db) => db.insertInto("events").values(inserted).execute());
      expect(await breaks()).toEqual([{ in: "trail", ticket: id, version: 3, how: "inserted" }]);
    });

    test("reordered", async () => {
      await renumber(4, 99);
      await renumber(5, 4);
      await renumber(99, 5);
      expect(await breaks()).toEqual([{ in: "trail", ticket: id, version: 4, how: "reordered" }]);
    });

    test("truncated", async () => {
      await remove(LAST);
      expect(await breaks()).toEqual([{ in: "trail", ticket: id, version: LAST, how: "truncated" }]);
    });

    test("swapped for the trail of another ticket", async () => {
      const other = await toldTicket(here.store, wholeStory);
      await here.database.query((db) => db.deleteFrom("events").where("ticket", "=", id).execute());
      await here.database.query((db) =>
        db.updateTable("events").set({ ticket: id }).where("ticket", "=", other.id).execute(),
      );
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", other.id).execute());
      expect(await breaks({ trailOnly: true })).toEqual([
        { in: "trail", ticket: id, version: 1, how: "foreign" },
        { in: "tickets", opened: 4, stored: 3 },
      ]);
    });

    test("without its head", async () => {
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", id).execute());
      expect(await breaks()).toEqual([{ in: "trail", ticket: id, version: LAST, how: "headless" }]);
    });
  });

  describe("the anchor shows too", () => {
    beforeEach(() => here.store.evidence.anchor(at(20)));

    test("a tail that was cut off together with its head", async () => {
      await remove(LAST);
      const { hash } = await here.database.query((db) =>
        db
          .selectFrom("events")
          .select("hash")
          .where("ticket", "=", id)
          .where("version", "=", LAST - 1)
          .executeTakeFirstOrThrow(),
      );
      await setHead(LAST - 1, hash);
      expect(await breaks({ trailOnly: true })).toEqual([
        { in: "trail", ticket: id, version: LAST - 1, how: "unsigned" },
        { in: "anchored-head", ticket: id, version: LAST, anchor: 1, how: "missing" },
      ]);
    });

    test("a trail that was rewritten as a whole, with hashes that fit", async () => {
      await rewriteConsistently();
      expect(await breaks({ trailOnly: true })).toEqual([
        { in: "trail", ticket: id, version: LAST, how: "unsigned" },
        { in: "anchored-head", ticket: id, version: LAST, anchor: 1, how: "rewritten" },
      ]);
    });

    test("a ticket that is gone without a trace", async () => {
      await here.database.query((db) => db.deleteFrom("events").where("ticket", "=", id).execute());
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", id).execute());
      expect(await breaks({ trailOnly: true })).toEqual([
        { in: "anchored-head", ticket: id, version: LAST, anchor: 1, how: "missing" },
        { in: "tickets", opened: 3, stored: 2 },
      ]);
    });

    test("also years and many anchors later", async () => {
      await toldTicket(here.store);
      await here.store.evidence.anchor(at(30));
      await here.store.evidence.anchor(at(40));
      await rewriteConsistently();
      expect(await breaks({ ticket: id, trailOnly: true })).toEqual([
        { in: "trail", ticket: id, version: LAST, how: "unsigned" },
        { in: "anchored-head", ticket: id, version: LAST, anchor: 1, how: "rewritten" },
      ]);
    });
  });

  describe("an anchor shows", () => {
    beforeEach(async () => {
      await here.store.evidence.anchor(at(20));
      await toldTicket(here.store);
      await here.store.evidence.anchor(at(30));
    });
    const editAnchor = (change: { body?: string; hash?: string; prev_hash?: string }, number = 1) =>
      here.database.query((db) =>
        db.updateTable("anchors").set(change).where("number", "=", number).execute(),
      );

    test("that it was edited", async () => {
      const [first] = await here.store.evidence.anchors();
      await editAnchor({ body: first?.body.replace('"heads":3', '"heads":2') ?? "" });
      expect(await breaks()).toEqual([{ in: "anchor", number: 1, how: "edited" }]);
    });

    test("that it was edited, with a hash that fits", async () => {
      const [first] = await here.store.evidence.anchors();
      const body = first?.body.replace('"heads":3', '"heads":2') ?? "";
      await editAnchor({ body, hash: link(first?.prevHash ?? "", body) });
      expect(await breaks()).toEqual([{ in: "anchor", number: 1, how: "edited" }]);
    });

    test("that it was deleted", async () => {
      await here.database.query((db) => db.deleteFrom("anchors").where("number", "=", 1).execute());
      expect(await breaks()).toEqual([{ in: "anchor", number: 1, how: "deleted" }]);
    });

    test("that the newest was cut off", async () => {
      await here.database.query((db) => db.deleteFrom("anchors").where("number", "=", 2).execute());
      expect(await breaks()).toEqual([{ in: "anchor", number: 2, how: "truncated" }]);
    });

    test("that a head under it was changed along with the trail", async () => {
      await rewriteConsistently();
      const { head } = await here.database.query((db) =>
        db.selectFrom("tickets").select("head").where("id", "=", id).executeTakeFirstOrThrow(),
      );
      await here.database.query((db) =>
        db.updateTable("anchored_heads").set({ head }).where("ticket", "=", id).execute(),
      );
      expect(await breaks({ trailOnly: true })).toEqual([
        { in: "trail", ticket: id, version: LAST, how: "unsigned" },
        { in: "anchor", number: 1, how: "heads-changed" },
      ]);
    });

    test("that a head under it was removed along with the ticket", async () => {
      for (const table of ["events", "anchored_heads"] as const)
        await here.database.query((db) => db.deleteFrom(table).where("ticket", "=", id).execute());
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", id).execute());
      expect(await breaks({ trailOnly: true })).toEqual([
        { in: "anchor", number: 1, how: "heads-changed" },
        { in: "tickets", opened: 4, stored: 3 },
      ]);
    });

    test("against the one that was posted, that everything was replaced", async () => {
      const [, newest] = await here.store.evidence.anchors();
      const posted = { number: 2, hash: newest?.hash.slice(0, 16) ?? "" };
      expect(await breaks({ posted })).toEqual([]);
      const others = { number: 2, hash: hash("sha256", "another store", "hex") };
      expect(await breaks({ posted: others })).toEqual([{ in: "anchor", number: 2, how: "not-posted" }]);
    });
  });

  describe("anchors", () => {
    test("fix what changed since the one before, and nothing twice", async () => {
      expect(await here.store.evidence.anchor(at(20))).toMatchObject({ number: 1, heads: 3 });
      const before = await here.store.read(id);
      await tell(here.store, id, noted(25, "One more thing."), { before });
      expect(await here.store.evidence.anchor(at(30))).toMatchObject({ number: 2, heads: 1 });
      expect(await here.store.evidence.anchor(at(40))).toMatchObject({ number: 3, heads: 0 });
      expect(await here.store.evidence.newestAnchor()).toMatchObject({ number: 3, posted: false });
      expect(await breaks()).toEqual([]);
    });

    test("are made one at a time, however many processes try", async () => {
      const other = await here.place.open();
      await Promise.all(
        [here.store, other, here.store, other].map(({ evidence }) => evidence.anchor(at(20))),
      );
      const anchors = await here.store.evidence.anchors();
      expect(anchors.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
      expect(anchors.reduce((sum, { heads }) => sum + heads, 0)).toBe(3);
      expect(await breaks()).toEqual([]);
    });
  });

  describe("a projection that was edited", () => {
    test("differs from what the events say, by table and column", async () => {
      await here.database.query((db) =>
        db
          .updateTable("tickets")
          .set({ status: "withdrawn", subject: "Nothing" })
          .where("id", "=", id)
          .execute(),
      );
      await here.database.query((db) =>
        db.updateTable("events").set({ at: 7 }).where("ticket", "=", id).where("version", "=", 2).execute(),
      );
      await here.database.query((db) =>
        db.insertInto("device_holds").values({ device: "x", ticket: id }).execute(),
      );
      expect(await breaks()).toEqual([
        {
          in: "projection",
          ticket: id,
          columns: ["tickets.status", "tickets.subject", "device_holds.device", "events.at of record 2"],
        },
      ]);
    });
  });
}
