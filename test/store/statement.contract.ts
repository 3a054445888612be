import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../src/store/database/database.ts";
import { insertNew, type Placeholders, statement } from "../../src/store/database/statement.ts";
import type { Here } from "./place.ts";

const settings = (names: readonly string[]) => names.map((name) => ({ name, value: name.toUpperCase() }));

const settingOf = statement((db, { name }: Placeholders<{ name: string }>) =>
  db.selectFrom("settings").select("value").where("name", "=", name),
);
const setValue = statement((db, { name, value }: Placeholders<{ name: string; value: string }>) =>
  db.updateTable("settings").set({ value }).where("name", "=", name),
);

/** Counts how often the disk is waited for. */
function countingFlushes(database: Database) {
  const { dialect } = database;
  const flushed = dialect.flushed;
  const count = { flushes: 0 };
  Object.assign(dialect, {
    flushed: () => {
      count.flushes += 1;
      return flushed();
    },
  });
  return count;
}

export function statementContract(here: Here): void {
  const write = (names: readonly string[]) =>
    here.database.query((db) => insertNew(db, "settings", settings(names)));

  test("is built once, and filled in each time", async () => {
    let built = 0;
    const counted = statement((db, { name }: Placeholders<{ name: string }>) => {
      built += 1;
      return db.selectFrom("settings").select("value").where("name", "=", name);
    });
    await write(["a", "b"]);
    expect(await here.database.query(counted.first, { name: "a" })).toEqual({ value: "A" });
    expect(await here.database.query(counted.rows, { name: "b" })).toEqual([{ value: "B" }]);
    expect(await here.database.transaction((tx) => counted.first(tx, { name: "a" }))).toEqual({ value: "A" });
    expect(await here.database.query(counted.first, { name: "c" })).toBeUndefined();
    expect(built).toBe(1);
  });

  test("is built for each database", async () => {
    await write(["a"]);
    const other = here.place.database();
    expect(await here.database.query(settingOf.first, { name: "a" })).toEqual({ value: "A" });
    expect(await other.query(settingOf.first, { name: "a" })).toEqual({ value: "A" });
  });

  test("says how many rows it changed, and is undone with its transaction", async () => {
    await write(["a"]);
    const undone = here.database.transaction(async (tx) => {
      expect(await setValue.changed(tx, { name: "a", value: "new" })).toBe(1);
      expect(await setValue.changed(tx, { name: "nobody", value: "new" })).toBe(0);
      throw new Error("undo");
    });
    await expect(undone).rejects.toThrow("undo");
    expect(await here.database.query(settingOf.first, { name: "a" })).toEqual({ value: "A" });
  });

  test("takes a list of any length as one value", async () => {
    await write(["a", "b", "c"]);
    const among = statement((db, { names }: Placeholders<{ names: readonly string[] }>) =>
      db
        .selectFrom("settings")
        .select("name")
        .where((row) => here.database.dialect.isAmong(row.ref("name"), names))
        .orderBy("name"),
    );
    for (const names of [[], ["b"], ["a", "c", 'it\'s "quoted", {too}']]) {
      const found = await here.database.query(among.rows, { names });
      expect(found.map(({ name }) => name)).toEqual(names.slice(0, 2));
    }
  });

  test("can be a text", async () => {
    await write(["a"]);
    const text = statement(
      (_, { name }: Placeholders<{ name: string }>) =>
        sql<{ value: string }>`select value from settings where name = ${name}`,
    );
    expect(await here.database.query(text.first, { name: "a" })).toEqual({ value: "A" });
  });

  test("waits for the disk after a write, also when it was built where nothing waits", async () => {
    const database = here.place.database();
    const count = countingFlushes(database);
    const set = statement((db, { value }: Placeholders<{ value: string }>) =>
      db.updateTable("settings").set({ value }).where("name", "=", "a"),
    );
    await database.writeRelaxed(set.changed, { value: "1" });
    await database.query(settingOf.first, { name: "a" });
    expect(count.flushes).toBe(0);
    await database.query(set.changed, { value: "2" });
    expect(count.flushes).toBe(1);
    await database.query((db) => insertNew(db, "settings", settings(["z"])));
    expect(count.flushes).toBe(2);
  });

  describe("inserting what is new", () => {
    test("counts the rows that were not there", async () => {
      expect(await write(["a"])).toBe(1);
      expect(await write(["b"])).toBe(1);
      expect(await write(["a", "b", "c"])).toBe(1);
      expect(await write(["c", "b", "a"])).toBe(0);
      const rows = await here.database.query((db) =>
        db.selectFrom("settings").selectAll().where("name", "in", ["a", "b", "c"]).orderBy("name").execute(),
      );
      expect(rows).toEqual(settings(["a", "b", "c"]));
    });

    test("takes rows with other columns", async () => {
      const worker = (name: string) => ({ worker: name, live_until: 1 });
      const insert = (row: object) =>
        here.database.query((db) => insertNew(db, "contacts", { person: "p", seen_at: 1, ...row }));
      expect(await here.database.query((db) => insertNew(db, "workers", worker("w")))).toBe(1);
      expect(await insert({ locale: "de" })).toBe(1);
      expect(await insert({ person: "q", language: "en", locale: null })).toBe(1);
      expect(await insert({ person: "q" })).toBe(0);
    });

    test("takes many rows", async () => {
      expect(await write(Array.from({ length: 200 }, (_, n) => `n${n}`))).toBe(200);
      expect(await write(Array.from({ length: 201 }, (_, n) => `n${n}`))).toBe(1);
    });
  });
}
