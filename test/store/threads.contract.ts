import { beforeEach, describe, expect, test } from "vitest";
import { idempotencyKey, type TicketId } from "../../src/domain/ticket/ids.ts";
import { type Person, personal } from "../../src/domain/ticket/person.ts";
import type { IntegrityFault } from "../../src/ports/integrity-fault.ts";
import { erase } from "../support/evidence.ts";
import { hana, sam } from "../support/people.ts";
import { at, claimed, opened } from "../support/tickets.ts";
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

    test("takes a thousand records and no more", async () => {
      await write(sam, "one");
      await here.database.query((db) =>
        db.updateTable("chain_heads").set({ version: 1_000 }).where("name", "=", `thread ${id}`).execute(),
      );
      expect(await write(sam, "too many")).toBe("full");
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
