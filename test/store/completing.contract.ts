import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import type { Database } from "../../src/store/database/database.ts";
import { createKeyring, type Keyring } from "../../src/store/events/keyring.ts";
import { useMasterKey } from "../../src/store/events/master-keys.ts";
import type { Store } from "../../src/store/open-store.ts";
import { completeProjections, eraseTexts, rebuildCleared } from "../../src/store/projections/complete.ts";
import { hana, hugo, sam } from "../support/people.ts";
import { claimed, opened } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { toldTicket } from "./stories.ts";

export function completingContract(here: Here): void {
  let keyring: Keyring;
  let ids: TicketId[];
  beforeEach(async () => {
    const store = await here.place.open();
    keyring = createKeyring(here.database, await useMasterKey(here.database, here.place.config.masterKey));
    ids = [];
    for (const word of ["one", "two", "three"]) {
      const about = opened({ subject: personal(sam.id, `printer ${word}`) });
      ids.unshift((await toldTicket(store, [...about, ...claimed()])).id);
    }
  });

  const found = async (store: Store) =>
    (
      await store.search({ sight: { kind: "lead", person: hugo.id }, limit: 25, words: "printer" })
    ).tickets.map(({ id }) => id);

  /** Runs something just before the count-th transaction: the process dies, or another one writes first. */
  function meeting(count: number, happens: () => Promise<void>): Database {
    let begun = 0;
    return {
      ...here.database,
      async transaction(work) {
        if (++begun === count) await happens();
        return await here.database.transaction(work);
      },
    };
  }
  /** As an erasure does, whose process dies right after. */
  const takeOut = () =>
    here.database.transaction((tx) => eraseTexts(tx, here.database.dialect, ids, hana.id));
  const dies = () => Promise.reject(new Error("killed"));

  describe("an index that was cut off while it was drawn", () => {
    test("is completed by the next start", async () => {
      const clears = 1;
      await expect(rebuildCleared(meeting(clears + 2, dies), keyring)).rejects.toThrow("killed");
      expect(await found(await here.place.open())).toEqual(ids);
    });

    test("after something was taken out is completed by the next start", async () => {
      await takeOut();
      expect(await found(await here.place.open())).toEqual(ids);
    });

    test("is not held for complete when something was taken out behind the one who draws", async () => {
      const last = 4;
      await rebuildCleared(meeting(last, takeOut), keyring);
      expect(await found(await here.place.open())).toEqual(ids);
    });

    test("in its very first drawing is completed by the next start", async () => {
      await here.database.transaction(async (tx) => {
        await here.database.dialect.words.clear(tx);
        await tx.deleteFrom("settings").where("name", "like", "search-%").execute();
      });
      await expect(completeProjections(meeting(2, dies), keyring)).rejects.toThrow("killed");
      expect(await found(await here.place.open())).toEqual(ids);
    });
  });

  test("a complete index is not looked through at a start", async () => {
    await here.database.transaction((tx) => here.database.dialect.words.clear(tx));
    expect(await found(await here.place.open())).toEqual([]);
  });
}
