import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { type FindPlace, placeAt } from "./place.ts";
import { storeContract } from "./store.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "beckon-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const freshFile: FindPlace = async () => {
  const file = join(folder, `${++files}.db`);
  return placeAt({ file }, () => sqlite(file));
};

describe("on SQLite", () => {
  storeContract(freshFile);
});
