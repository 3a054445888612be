import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { chainBreak, erase } from "../support/evidence.ts";
import { hana, sam } from "../support/people.ts";
import { noted, opened, viewAsked } from "../support/tickets.ts";
import { atT0, type Here } from "./place.ts";
import { tell, toldTicket, wholeStory } from "./stories.ts";

export function sealingContract(here: Here): void {
  const bodies = async (): Promise<string> => {
    const rows = await here.place.database().query((db) => db.selectFrom("events").select("body").execute());
    return rows.map(({ body }) => body).join("\n");
  };

  describe("what is about people", () => {
    test("is sealed in the trail: names, titles, device names and everything they wrote", async () => {
      await toldTicket(here.store, wholeStory);
      const stored = await bodies();
      for (const text of [sam.name.text, sam.title?.text, hana.name.text, hana.title?.text]) {
        expect(stored).not.toContain(text);
      }
      for (const text of ["VPN", "Since this morning", "LT-SAM", "To see what", "certificate", "Renewed"]) {
        expect(stored).not.toContain(text);
      }
      expect(stored).toContain(sam.id);
    });

    test("is gone from a ticket that was read before, once another process has erased them", async () => {
      const { id } = await toldTicket(here.store, wholeStory);
      expect((await here.store.read(id))?.sharer.name.text).toBe(sam.name.text);
      await erase(await here.place.open(), sam.id);
      expect((await here.store.read(id))?.sharer.name.text).toBeNull();
      expect((await here.store.read(id))?.subject.text).toBeNull();
    });

    test("is sealed with no key that another process has destroyed since: it is decided again", async () => {
      const ticket = await toldTicket(here.store, wholeStory);
      const other = await here.place.open();
      await erase(other, hana.id);
      const next = noted(11, "after");
      const before = (await here.store.read(ticket.id)) ?? expect.fail("no ticket");
      await erase(other, sam.id);
      expect(await tell(here.store, ticket.id, next, { before })).toMatchObject({ kind: "conflict" });
      const again = await here.store.read(ticket.id);
      expect(await tell(here.store, ticket.id, next, { before: again })).toMatchObject({ kind: "appended" });
      expect((await other.read(ticket.id))?.notes.at(-1)?.note.text).toBe("after");
    });

    test("is sealed with a new nonce each time: equal texts do not look equal", async () => {
      await toldTicket(here.store, [...opened(), ...noted(1, "same"), ...noted(2, "same")]);
      const sealed = [...(await bodies()).matchAll(/"note":\{[^}]*"sealed":"([^"]+)"/g)].map(
        ([, text]) => text,
      );
      expect(sealed).toHaveLength(2);
      expect(new Set(sealed).size).toBe(2);
    });

    test("is read by another process with the same master key", async () => {
      const { id } = await toldTicket(here.store, wholeStory);
      const other = await here.place.open();
      expect((await other.read(id))?.notes[0]?.note.text).toBe("Client certificate has run out.");
    });

    test("cannot be opened at all with another master key: the store does not even start", async () => {
      const config = { ...here.place.config, masterKey: randomBytes(32) };
      await expect(openStore(config, { clock: atT0, log: silentLog })).rejects.toThrow(
        "master key is not the one that this database was written with",
      );
    });

    test("needs a master key of 32 bytes", async () => {
      const config = { ...here.place.config, masterKey: randomBytes(16) };
      await expect(openStore(config, { clock: atT0, log: silentLog })).rejects.toThrow(
        /16 bytes; it needs 32/,
      );
    });

    test("that was changed behind the store's back is a fault that names the event", async () => {
      const { id } = await toldTicket(here.store, [
        ...opened(),
        ...noted(1, "A note of some length, to be changed."),
      ]);
      const database = here.place.database();
      const { body } = await database.query((db) =>
        db.selectFrom("events").select("body").where("version", "=", 2).executeTakeFirstOrThrow(),
      );
      const changed = body.replace(
        /("sealed":"[^"]{60})(.)/,
        (_, kept, one) => kept + (one === "A" ? "B" : "A"),
      );
      await database.query((db) =>
        db.updateTable("events").set({ body: changed }).where("version", "=", 2).execute(),
      );
      await expect(here.store.trail(id)).rejects.toThrow(`Event 2 of ${id} cannot be read`);
    });
  });

  describe("a person who is erased", () => {
    test("leaves a trail that still verifies and still says what happened, without their words", async () => {
      const before = await toldTicket(here.store, wholeStory);
      await erase(here.store, sam.id);
      expect(await chainBreak(here.store, before.id)).toBeNull();
      const after = await here.store.read(before.id);
      expect(after?.sharer).toEqual({
        id: sam.id,
        name: { about: sam.id, text: null },
        title: { about: sam.id, text: null },
      });
      expect(after?.subject.text).toBeNull();
      expect(after?.past[0]?.device.name.text).toBeNull();
      expect(after?.past[0]?.cause).toBe("ended-by-sharer");
      expect(after?.resolution?.done.text).toBe("Renewed the VPN profile.");
    });

    test("is gone from the plain copies too: subject and addresses", async () => {
      await toldTicket(here.store);
      await here.store.remember(sam.id, { timeZone: "Europe/Berlin" });
      await erase(here.store, sam.id);
      expect((await here.store.ticketsOf(sam.id, 1))[0]?.subject).toBe("");
      expect(await here.store.contact(sam.id)).toBeNull();
    });

    test("is gone at once in every process, also where they were just read", async () => {
      const { id } = await toldTicket(here.store);
      const other = await here.place.open();
      expect((await other.read(id))?.sharer.name.text).toBe(sam.name.text);
      await erase(here.store, sam.id);
      expect((await other.read(id))?.sharer.name.text).toBeNull();
    });

    test("takes nobody else along", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...noted(1, "Hana's own words")]);
      await erase(here.store, sam.id);
      const after = await here.store.read(id);
      expect(after?.notes[0]).toMatchObject({ by: hana, note: { text: "Hana's own words" } });
    });

    test("who comes back is written with a new key, and what was erased stays erased", async () => {
      const before = await toldTicket(here.store);
      await erase(here.store, sam.id);
      const next = await toldTicket(here.store);
      expect((await here.store.read(next.id))?.subject.text).toBe("VPN keeps dropping");
      expect((await here.store.read(before.id))?.subject.text).toBeNull();
    });

    test("can be followed by further events on the same ticket", async () => {
      const { id } = await toldTicket(here.store);
      await erase(here.store, sam.id);
      const before = await here.store.read(id);
      expect((await tell(here.store, id, noted(3, "On it."), { before })).kind).toBe("appended");
      const asked = await here.store.read(id);
      expect((await tell(here.store, id, viewAsked(4), { before: asked })).kind).toBe("appended");
      expect(await chainBreak(here.store, id)).toBeNull();
    });

    test("whom nobody knows is erased without complaint", async () => {
      await erase(here.store, hana.id);
      expect(await here.store.contact(hana.id)).toBeNull();
    });
  });
}
