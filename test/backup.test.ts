import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { silentProgress } from "../src/cli/progress.ts";
import { backUp as backUpTelling, restore } from "../src/commands/backup.ts";
import { copySqlite } from "../src/store/engines/sqlite-backup.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { atT0 } from "./store/place.ts";
import { toldTicket, wholeStory } from "./store/stories.ts";

const masterKey = Buffer.alloc(32, 7);
const backUp = (file: string, to: string) => backUpTelling(file, to, silentProgress);
let folder: string;
let store: Store;
const open = (file: string) => openStore({ file, masterKey }, { clock: atT0, log: silentLog });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "beckon-backup-"));
  store = await open(join(folder, "beckon.sqlite"));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe("a backup", () => {
  test("names a folder that is not there", async () => {
    const to = join(folder, "nowhere", "copy.sqlite");
    await expect(backUp(join(folder, "beckon.sqlite"), to)).rejects.toThrow(
      `there is no folder ${join(folder, "nowhere")}`,
    );
  });

  test("holds what was stored while Beckon runs, verifies, and is readable for its owner only", async () => {
    for (let told = 0; told < 5; told++) await toldTicket(store, wholeStory);
    const copying = backUp(join(folder, "beckon.sqlite"), join(folder, "copy.sqlite"));
    await toldTicket(store, wholeStory);
    await copying;
    expect(statSync(join(folder, "copy.sqlite")).mode & 0o777).toBe(0o600);

    const copy = await open(join(folder, "copy.sqlite"));
    const broken: unknown[] = [];
    const { tickets } = await copy.evidence.verify({}, (each) => broken.push(each));
    await copy.close();
    expect(broken).toEqual([]);
    expect(tickets).toBeGreaterThanOrEqual(5);
  });

  test("overwrites nothing", async () => {
    const taken = join(folder, "taken.sqlite");
    writeFileSync(taken, "mine");
    await expect(backUp(join(folder, "beckon.sqlite"), taken)).rejects.toThrow("is there already");
  });

  test("overwrites nothing that appeared while the copy was checked", async () => {
    const taken = join(folder, "taken.sqlite");
    const copying = copySqlite(join(folder, "beckon.sqlite"), taken, undefined, async () =>
      writeFileSync(taken, "mine"),
    );
    await expect(copying).rejects.toThrow("is there already");
    expect(readFileSync(taken, "utf8")).toBe("mine");
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  test("of a file that is no database leaves nothing behind", async () => {
    const text = join(folder, "notes.txt");
    writeFileSync(text, "not a database, but long enough to look like one at first sight ".repeat(40));
    await expect(backUp(text, join(folder, "copy.sqlite"))).rejects.toThrow("could not be copied");
    expect(readdirSync(folder).filter((name) => name.startsWith("copy"))).toEqual([]);
  });

  test("of nothing says where it looked", async () => {
    const nowhere = join(folder, "nowhere.sqlite");
    await expect(backUp(nowhere, join(folder, "copy.sqlite"))).rejects.toThrow(`no database at ${nowhere}`);
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe("a restore", () => {
  const at = (name: string) => join(folder, name);
  const restoreTo = (file: string, from = at("backup.sqlite"), key = masterKey) =>
    restore(from, { file, masterKey: key, profile: "production" }, silentProgress);
  const edit = (statement: string) => {
    const database = new DatabaseSync(at("backup.sqlite"));
    database.exec(statement);
    database.close();
  };
  const restoredFiles = () => readdirSync(folder).filter((name) => name.startsWith("restored"));

  beforeEach(async () => {
    for (let told = 0; told < 3; told++) await toldTicket(store, wholeStory);
    await store.evidence.anchor(atT0.now());
    await backUp(at("beckon.sqlite"), at("backup.sqlite"));
  });

  test("puts a backup where no store is, and says what it holds", async () => {
    const { counts, newestAnchor } = await restoreTo(at("restored.sqlite"));
    expect(counts).toMatchObject({ tickets: 3, anchors: 1 });
    expect(newestAnchor).toMatchObject({ number: 1 });
    expect(statSync(at("restored.sqlite")).mode & 0o777).toBe(0o600);
    expect(restoredFiles()).toEqual(["restored.sqlite"]);

    const restored = await open(at("restored.sqlite"));
    const broken: unknown[] = [];
    expect(await restored.evidence.verify({}, (each) => broken.push(each))).toMatchObject({ tickets: 3 });
    await restored.close();
    expect(broken).toEqual([]);
  });

  test("never overwrites a store, also one that is stopped or left a log behind", async () => {
    const before = await store.evidence.newestAnchor();
    await expect(restoreTo(at("beckon.sqlite"))).rejects.toThrow("There is a store at");
    expect(await store.evidence.newestAnchor()).toEqual(before);
    writeFileSync(at("restored.sqlite-wal"), "what was not yet in the file");
    await expect(restoreTo(at("restored.sqlite"))).rejects.toThrow("restored.sqlite-wal is there already");
    expect(restoredFiles()).toEqual(["restored.sqlite-wal"]);
  });

  test.each([
    ["update events set body = replace(body, 'normal', 'low') where version = 1", "record 1 was edited"],
    ["delete from events where version = 4", "BK-1001: record 4 was deleted"],
    ["update tickets set subject = 'other'", "tickets.subject tells something else"],
  ])("refuses a backup that was changed, and leaves nothing: %s", async (statement, told) => {
    edit(statement);
    await expect(restoreTo(at("restored.sqlite"))).rejects.toThrow(told);
    expect(restoredFiles()).toEqual([]);
  });

  test("makes the folder of the store, which a new machine lacks", async () => {
    await restoreTo(at("data/of/beckon.sqlite"));
    expect(existsSync(at("data/of/beckon.sqlite"))).toBe(true);
  });

  test("refuses a backup of another key, no database and nothing, and leaves nothing", async () => {
    await expect(restoreTo(at("restored.sqlite"), at("backup.sqlite"), Buffer.alloc(32, 8))).rejects.toThrow(
      "not the one that this database was written with",
    );
    writeFileSync(at("notes.txt"), "not a database ".repeat(400));
    await expect(restoreTo(at("restored.sqlite"), at("notes.txt"))).rejects.toThrow("could not be copied");
    await expect(restoreTo(at("restored.sqlite"), at("none"))).rejects.toThrow("there is no database at");
    expect(restoredFiles()).toEqual([]);
  });

  test("leaves the backup as it is", async () => {
    const before = readFileSync(at("backup.sqlite"));
    await restoreTo(at("restored.sqlite"));
    expect(readFileSync(at("backup.sqlite")).equals(before)).toBe(true);
  });
});
