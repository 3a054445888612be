import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { personal } from "../../src/domain/ticket/person.ts";
import { openWithMasterKey } from "../../src/store/events/master-keys.ts";
import { rotateMasterKey } from "../../src/store/events/rotate-master-key.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { sam } from "../support/people.ts";
import { claimed, opened } from "../support/tickets.ts";
import { atT0, type Here } from "./place.ts";
import { toldTicket } from "./stories.ts";

/** The master key is changed while people work, is cut off, and goes on. */
export function rotatingContract(here: Here): void {
  describe("rotating the master key", () => {
    const tell = (store: Store, word: string) =>
      toldTicket(store, [...opened({ subject: personal(sam.id, `printer ${word}`) }), ...claimed()]);
    const openWith = (masterKey: Buffer, formerMasterKey?: Buffer) =>
      openStore(
        { ...here.place.config, masterKey, ...(formerMasterKey && { formerMasterKey }) },
        {
          clock: atT0,
          log: silentLog,
        },
      );

    async function subjects(store: Store): Promise<string[]> {
      const found: string[] = [];
      for await (const { records } of store.evidence.read({})) {
        for (const { event } of records) {
          if (event?.type === "TicketOpened") found.push(event.subject.text ?? "lost");
        }
      }
      return found.sort();
    }

    async function breaks(store: Store): Promise<unknown[]> {
      const found: unknown[] = [];
      await store.evidence.verify({}, (broken) => void found.push(broken));
      return found;
    }

    test("keeps every text, code and pack signature, and the old key opens nothing any more", async () => {
      const old = here.place.config.masterKey;
      await tell(here.store, "one");
      await here.store.evidence.anchor(1);
      const publicKey = here.store.evidence.packSigner.publicKey;
      const next = randomBytes(32);

      const both = await openWith(next, old);
      await tell(both, "two");
      expect(await subjects(both)).toEqual(["printer one", "printer two"]);
      const { keys, wrapped, unreadable } = await both.evidence.rotateMasterKey();
      expect(unreadable).toBe(0);
      expect(wrapped).toBeGreaterThan(0);
      expect(wrapped).toBeLessThan(keys);
      expect(await both.evidence.rotateMasterKey()).toEqual({ keys, wrapped: 0, unreadable: 0 });
      await both.close();

      const after = await openWith(next);
      await tell(after, "three");
      expect(await subjects(after)).toEqual(["printer one", "printer three", "printer two"]);
      expect(await breaks(after)).toEqual([]);
      expect(after.evidence.packSigner.publicKey).toBe(publicKey);
      await after.close();
      await expect(openWith(old)).rejects.toThrow("is not the one that this database was written with");
    });

    test("cut off in between, both keys together open everything, and a second run goes on", async () => {
      const old = here.place.config.masterKey;
      for (const word of ["one", "two", "three"]) await tell(here.store, word);
      const next = randomBytes(32);
      const masters = await openWithMasterKey(here.database, next, old);
      const cutOff = rotateMasterKey(
        here.database,
        masters,
        () => {
          throw new Error("cut off");
        },
        1,
      );
      await expect(cutOff).rejects.toThrow("cut off");

      const both = await openWith(next, old);
      expect(await subjects(both)).toEqual(["printer one", "printer three", "printer two"]);
      expect((await both.evidence.rotateMasterKey()).unreadable).toBe(0);
      await both.close();
      const third = randomBytes(32);
      const again = await openWith(third, next);
      await again.evidence.rotateMasterKey();
      await again.close();
      const after = await openWith(third);
      expect(await subjects(after)).toEqual(["printer one", "printer three", "printer two"]);
      expect(await breaks(after)).toEqual([]);
      await after.close();
    });

    test("a key of a third person's making is left alone and told", async () => {
      await tell(here.store, "one");
      const { config } = here.place;
      await here.database.query((db) => db.updateTable("person_keys").set({ wrapped: "AAAA" }).execute());
      const next = randomBytes(32);
      const both = await openWith(next, config.masterKey);
      expect((await both.evidence.rotateMasterKey()).unreadable).toBeGreaterThan(0);
      await both.close();
    });
  });
}
