import { beforeEach, describe, expect, test } from "vitest";
import { idempotencyKey, type TicketId } from "../../src/domain/ticket/ids.ts";
import { type Person, personal } from "../../src/domain/ticket/person.ts";
import type { IntegrityFault } from "../../src/ports/integrity-fault.ts";
import { erase } from "../support/evidence.ts";
import { hana, sam } from "../support/people.ts";
import { at, claimed, opened, withdrawn } from "../support/tickets.ts";
import { everythingIn } from "./everything.ts";
import type { Here } from "./place.ts";
import { toldTicket } from "./stories.ts";

export function threadsContract(here: Here): void {
  let id: TicketId;
  let count = 0;
  beforeEach(async () => {
    id = (await toldTicket(here.store, [...opened(), ...claimed()])).id;
  });

  const source = (name: string) => idempotencyKey(`${id} ${name}`);
  const write = (by: Person, text: string, name = `m${++count}`) =>
    here.store.addMessage(
      id,
      { by, to: by === sam ? hana.id : sam.id, text: personal(sam.id, text), source: source(name) },
      at(3),
    );
  const texts = async (store = here.store) => (await store.thread(id)).map(({ text }) => text.text);
  const faults = async (): Promise<IntegrityFault[]> => {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify({}, (fault) => found.push(fault));
    return found;
  };

  describe("the conversation of a ticket", () => {
    test("is empty until somebody writes, then in order, also for another process", async () => {
      expect(await here.store.thread(id)).toEqual([]);
      await write(sam, "hello");
      await write(hana, "hello Sam");
      expect(await here.store.thread(id)).toMatchObject([
        { by: { id: sam.id }, to: hana.id, text: { text: "hello" }, state: "sent", at: at(3) },
        { by: { id: hana.id }, to: sam.id, text: { text: "hello Sam" }, state: "sent" },
      ]);
      const other = await here.place.open();
      expect(await texts(other)).toEqual(["hello", "hello Sam"]);
      await write(sam, "more");
      expect(await texts(other)).toEqual(["hello", "hello Sam", "more"]);
      expect(await faults()).toEqual([]);
    });

    test("counts the files since then on the requests of a person, of any sender", async () => {
      const bytes = Buffer.from("x");
      const file = { name: personal(sam.id, "a.txt"), type: "text/plain", size: 1, isInline: false, bytes };
      const send = (by: Person, files: number, name: string, when: number) => {
        const text = personal(sam.id, "");
        const message = { by, to: null, text, source: source(name), files: Array(files).fill(file) };
        return here.store.addMessage(id, message, when);
      };
      await send(sam, 2, "old", at(3));
      await send(hana, 3, "new", at(5));
      const counts = [at(3), at(4), at(6)].map((since) => here.store.countFiles(sam.id, since));
      expect(await Promise.all(counts)).toEqual([5, 3, 0]);
      expect(await here.store.countFiles(hana.id, at(0))).toBe(0);
    });

    test("takes a message once, and makes the ticket's cards due", async () => {
      await here.store.settle(id, "w", 2);
      expect(await write(sam, "hello", "same")).toBe("added");
      expect(await write(sam, "hello", "same")).toBe("repeated");
      expect(await texts()).toEqual(["hello"]);
      expect((await here.store.leaseDue("w", at(9), at(10), 9)).map(({ ticket }) => ticket)).toEqual([id]);
    });

    test("takes a message once when it is delivered twice at the same time", async () => {
      const other = await here.place.open();
      const message = { by: sam, to: hana.id, text: personal(sam.id, "hello"), source: source("twice") };
      const results = await Promise.all(
        [here.store, other, here.store, other].map((store) => store.addMessage(id, message, at(3))),
      );
      expect(results.toSorted()).toEqual(["added", "repeated", "repeated", "repeated"]);
      expect(await texts()).toEqual(["hello"]);
    });

    test("follows an edit and a removal, and keeps what was written before", async () => {
      await write(sam, "call at 5", "first");
      expect(await here.store.changeMessage(source("first"), "call at 6", at(4))).toBe(id);
      expect(await here.store.thread(id)).toMatchObject([{ text: { text: "call at 6" }, state: "edited" }]);
      expect(await here.store.changeMessage(source("first"), null, at(5))).toBe(id);
      expect(await here.store.thread(id)).toMatchObject([{ text: { text: "" }, state: "removed" }]);
      expect(await here.store.changeMessage(source("first"), "once more", at(6))).toBe(id);
      expect(await here.store.thread(id)).toMatchObject([{ text: { text: "" }, state: "removed" }]);
      expect(await here.store.changeMessage(source("unknown"), "x", at(6))).toBeNull();
      const rows = await here.database.query((db) => db.selectFrom("messages").selectAll().execute());
      expect(rows).toHaveLength(3);
      expect(await faults()).toEqual([]);
    });

    test("holds no word of it in plain text, and none that can be read after an erasure", async () => {
      await write(sam, "my password is on the note");
      expect(await everythingIn(here.database)).not.toContain("password");
      await erase(here.store, sam.id);
      expect(await texts()).toEqual([null]);
      expect(await texts(await here.place.open())).toEqual([null]);
      expect((await faults()).filter(({ in: where }) => where === "thread")).toEqual([]);
    });

    test("keeps a file sealed, tells its hash, and opens it until its key is destroyed", async () => {
      const bytes = Buffer.from("the secret picture");
      const file = {
        name: personal(sam.id, "my.png"),
        type: "image/png",
        size: bytes.length,
        isInline: true,
      };
      const files = [
        { ...file, bytes },
        { ...file, bytes: Buffer.from("another") },
      ];
      const sent = { by: sam, to: hana.id, text: personal(sam.id, ""), source: source("file"), files };
      expect(await here.store.addMessage(id, sent, at(3))).toBe("added");
      expect(await here.store.addMessage(id, sent, at(3))).toBe("repeated");
      expect(await here.store.thread(id)).toMatchObject([{ files: [file, file], quotes: null }]);
      expect(await here.store.sharedFile(id, 1, 0)).toEqual(bytes);
      expect(await (await here.place.open()).sharedFile(id, 1, 1)).toEqual(Buffer.from("another"));
      expect(await here.store.sharedFile(id, 1, 2)).toBeNull();
      expect(await here.store.sharedFile(id, 2, 0)).toBeNull();
      const everything = await everythingIn(here.database);
      for (const secret of [bytes.toString("base64"), "my.png"]) expect(everything).not.toContain(secret);
      await erase(here.store, sam.id);
      expect(await here.store.sharedFile(id, 1, 0)).toBeNull();
      expect(await here.database.query((db) => db.selectFrom("message_files").selectAll().execute())).toEqual(
        [],
      );
      expect((await faults()).filter(({ in: where }) => where === "thread")).toEqual([]);
    });

    test("lets the bytes go with the retention of its ticket, and still verifies", async () => {
      const file = { name: personal(sam.id, "my.png"), type: "image/png", size: 1, isInline: true };
      const files = [{ ...file, bytes: Buffer.from("x") }];
      const closed = (await toldTicket(here.store, [...opened(), ...withdrawn(2)])).id;
      const sent = { by: sam, to: null, text: personal(sam.id, ""), source: source("kept"), files };
      await here.store.addMessage(closed, sent, at(1));
      const never = { postedSurfaces: 0, presses: 0, contacts: 0, auditActs: 0 };
      await here.store.evidence.applyRetention({ ...never, tickets: at(100) });
      expect(await here.database.query((db) => db.selectFrom("message_files").selectAll().execute())).toEqual(
        [],
      );
      expect(await here.store.sharedFile(closed, 1, 0)).toBeNull();
      expect((await faults()).filter(({ in: where }) => where === "thread")).toEqual([]);
    });

    test("does not open a file in another one's place", async () => {
      const file = { name: personal(sam.id, "a.png"), type: "image/png", size: 1, isInline: true };
      const files = ["1", "2"].map((text) => ({ ...file, bytes: Buffer.from(text) }));
      await here.store.addMessage(
        id,
        { by: sam, to: hana.id, text: personal(sam.id, ""), source: source("two"), files },
        at(3),
      );
      const [first, second] = await here.database.query((db) =>
        db.selectFrom("message_files").select("sealed").orderBy("part").execute(),
      );
      for (const [part, row] of [second, first].entries()) {
        const sealed = row?.sealed ?? "";
        await here.database.query((db) =>
          db.updateTable("message_files").set({ sealed }).where("part", "=", part).execute(),
        );
      }
      await expect(here.store.sharedFile(id, 1, 0)).rejects.toThrow(/tampered/);
      expect(await faults()).toContainEqual({ in: "thread", ticket: id, version: 1, how: "edited" });
    });

    test("keeps which message one answers, and finds a message by its source", async () => {
      await write(sam, "which one?", "first");
      await here.store.addMessage(
        id,
        { by: hana, to: sam.id, text: personal(sam.id, "this"), source: source("second"), quotes: 1 },
        at(4),
      );
      expect(await here.store.thread(id)).toMatchObject([{ quotes: null }, { quotes: 1 }]);
      expect(await here.store.messageFrom(source("second"))).toEqual({ ticket: id, number: 2 });
      expect(await here.store.messageFrom(source("nothing"))).toBeNull();
    });

    test("takes at most a thousand records, and still takes removals", async () => {
      for (let i = 0; i < 1_000; i++) await write(sam, "one", `one of many ${i}`);
      expect(await write(sam, "too many")).toBe("full");
      await here.store.changeMessage(source("one of many 7"), "edited", at(4));
      await here.store.changeMessage(source("one of many 8"), null, at(4));
      const thread = await here.store.thread(id);
      expect(thread.slice(7, 9).map(({ state }) => state)).toEqual(["sent", "removed"]);
      expect(thread).toHaveLength(1_000);
      expect(await faults()).toEqual([]);
    });
  });

  describe("a conversation that somebody without the key changed", () => {
    beforeEach(async () => {
      await write(sam, "one");
      await write(hana, "two");
    });

    const FORGERIES: Readonly<Record<string, () => Promise<unknown>>> = {
      "the last message deleted": () =>
        here.database.query((db) => db.deleteFrom("messages").where("version", "=", 2).execute()),
      "the last message deleted and the end moved back": () =>
        here.database.query(async (db) => {
          const last = await db
            .deleteFrom("messages")
            .where("version", "=", 2)
            .returning("prev_hash")
            .executeTakeFirstOrThrow();
          await db
            .updateTable("chain_heads")
            .set({ version: 1, head: last.prev_hash })
            .where("name", "=", `thread ${id}`)
            .execute();
        }),
      "its end deleted": () =>
        here.database.query((db) =>
          db.deleteFrom("chain_heads").where("name", "=", `thread ${id}`).execute(),
        ),
      "a body altered": () =>
        here.database.query((db) =>
          db.updateTable("messages").set({ body: "{}" }).where("version", "=", 1).execute(),
        ),
    };

    test.each(Object.keys(FORGERIES))("is found by verify: %s", async (what) => {
      await FORGERIES[what]?.();
      expect(await faults()).toContainEqual(expect.objectContaining({ in: "thread", ticket: id }));
    });

    test("is not shown: its end was moved back", async () => {
      await FORGERIES["the last message deleted and the end moved back"]?.();
      const other = await here.place.open();
      await expect(other.thread(id)).rejects.toThrow(/tampered/);
    });
  });
}
