import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test, vi } from "vitest";
import { connect } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { watchForOthers } from "../../src/store/other-processes.ts";
import { createLog } from "../../src/telemetry/log.ts";

const write = (file: string) => {
  const other = new DatabaseSync(file, { timeout: 2_000 });
  other.exec("create table if not exists theirs (id integer); insert into theirs values (1)");
  other.close();
};

test("an SQLite file that another process writes into is told once, with what is meant for that", async () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-others-"));
  const file = join(folder, "shared.db");
  const database = connect(sqlite(file));
  const lines: string[] = [];
  const stop = watchForOthers(
    database,
    createLog((line) => lines.push(line)),
    5,
  );
  try {
    await database.query((db) => db.schema.createTable("ours").addColumn("id", "integer").execute());
    await vi.waitFor(async () => {
      write(file);
      expect(lines).toHaveLength(1);
    });
    write(file);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { name: "store.file-shared", level: "warn", remedy: expect.stringContaining("PostgreSQL") },
    ]);
  } finally {
    stop();
    await database.close();
    rmSync(folder, { recursive: true });
  }
});

test("one's own writing is no reason to say anything", async () => {
  const database = connect(sqlite(":memory:"));
  const lines: string[] = [];
  const stop = watchForOthers(
    database,
    createLog((line) => lines.push(line)),
    1,
  );
  for (let i = 0; i < 20; i++) {
    await database.query((db) => db.schema.createTable(`ours_${i}`).addColumn("id", "integer").execute());
    await new Promise((resolve) => setImmediate(resolve));
  }
  stop();
  await database.close();
  expect(lines).toEqual([]);
});
