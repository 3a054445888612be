import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { IntegrityFault } from "../../src/ports/evidence.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import type { Store } from "../../src/store/open-store.ts";
import { lena } from "../support/people.ts";
import { type Place, placeAt } from "./place.ts";
import { toldTicket } from "./stories.ts";

let folder: string;
let file: string;
let place: Place;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "beckon-words-"));
  file = join(folder, "beckon.sqlite");
  place = placeAt({ file }, () => sqlite(file));
  store = await place.open();
  await toldTicket(store);
});
afterEach(async () => {
  await place.leave();
  rmSync(folder, { recursive: true });
});

const verify = async () => {
  const found: IntegrityFault[] = [];
  await store.evidence.verify({}, (broken) => found.push(broken));
  return found;
};
const finds = async (words: string) =>
  (await store.search({ sight: { kind: "lead", person: lena.id }, words, limit: 5 })).tickets.length;

test("an index that was written past its rows finds what they do not hold; verify tells, rebuild mends", async () => {
  const forger = new DatabaseSync(file, { defensive: false });
  const { words } = forger.prepare("select c0 as words from ticket_words_content").get() as { words: string };
  forger.exec("insert or replace into ticket_words (rowid, words) values (1001, 'divorce s_open')");
  forger.prepare("update ticket_words_content set c0 = ?").run(words);
  forger.close();
  expect(await finds("divorce")).toBe(1);
  expect(await verify()).toEqual([{ in: "word-index" }]);
  await store.evidence.rebuild(defaultPolicy);
  expect(await verify()).toEqual([]);
  expect([await finds("divorce"), await finds("vpn")]).toEqual([0, 1]);
});
