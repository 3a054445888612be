import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { erase } from "../support/evidence.ts";
import { sam } from "../support/people.ts";
import { at } from "../support/tickets.ts";
import { atT0 } from "./place.ts";
import { toldTicket, wholeStory } from "./stories.ts";

/** What tables do not show any more can still stand in the pages of a file, in its log or in an index of words. */
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "beckon-erasure-"));
  const masterKey = Buffer.alloc(32, 7);
  store = await openStore(
    { file: join(folder, "beckon.sqlite"), masterKey },
    { clock: atT0, log: silentLog },
  );
  for (let i = 0; i < 20; i++) await toldTicket(store, wholeStory);
  await store.evidence.anchor(at(20));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Those texts that are still there, in any case of letters. */
function left(texts: readonly string[]): string[] {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1").toLowerCase());
  return texts.filter((text) => files.some((bytes) => bytes.includes(text)));
}

const SAMS = [
  "sharma",
  "accountant",
  "vpn keeps dropping",
  "every ten minutes",
  "keeps",
  "dropping",
  "lt-sam",
];

describe("the bytes of the database file", () => {
  test("hold nothing of a person who was erased", async () => {
    expect(left(["vpn keeps dropping"])).not.toEqual([]);
    await erase(store, sam.id);
    expect(left(SAMS)).toEqual([]);
    await store.evidence.verify({}, (broken) => expect.fail(JSON.stringify(broken)));
  });

  test("hold nothing that was let go of", async () => {
    const never = { tickets: at(100), postedSurfaces: 0, presses: 0, contacts: 0, auditActs: 0 };
    expect(await store.evidence.applyRetention(never)).toMatchObject({ tickets: 20 });
    expect(left([...SAMS, "certificate", "renewed"])).toEqual([]);
    expect((await store.read("BK-1001" as never))?.sharer.id).toBe(sam.id);
    await store.evidence.verify({}, (broken) => expect.fail(JSON.stringify(broken)));
  });
});
