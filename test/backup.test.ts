import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backUp } from "../scripts/backup.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { atT0 } from "./store/place.ts";
import { toldTicket, wholeStory } from "./store/stories.ts";

const masterKey = Buffer.alloc(32, 7);
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
