import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { readSettings } from "../../src/audit/settings.ts";
import { PLAYGROUND_MASTER_KEY } from "../../src/config/environment.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";

const folder = mkdtempSync(join(tmpdir(), "beckon-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
const read = (file: string) =>
  readSettings({ DATABASE_FILE: file, SECRET_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") });

test("a missing database is not created", () => {
  expect(() => read(join(folder, "none.sqlite"))).toThrow("DATABASE_FILE: there is no database at");
});

test("an empty file is refused and stays empty", () => {
  const file = join(folder, "empty.sqlite");
  writeFileSync(file, "");
  expect(() => read(file)).toThrow("is empty, and no database. Name the one that Beckon uses");
  expect(statSync(file).size).toBe(0);
});

test("an existing file is used", () => {
  const file = join(folder, "some.sqlite");
  writeFileSync(file, "SQLite format 3");
  expect(read(file).store).toMatchObject({ file });
});

test("a policy file that cannot be read is named", () => {
  const file = join(folder, "some.sqlite");
  const key = Buffer.alloc(32, 7).toString("base64");
  const env = { DATABASE_FILE: file, SECRET_MASTER_KEY: key, POLICY_FILE: join(folder, "none.json") };
  expect(() => readSettings(env)).toThrow("POLICY_FILE: cannot be read; name a file that exists");
});

test("a command of production says that the playground's store is not its own, and ends with 2", async () => {
  const file = join(folder, "playground.sqlite");
  const masterKey = Buffer.from(PLAYGROUND_MASTER_KEY, "base64");
  const deps = { clock: systemClock, log: silentLog };
  await (await openStore({ file, masterKey, profile: "playground" }, deps)).close();
  const call = promisify(execFile)(process.execPath, ["bin/beckon.js", "audit", "verify"], {
    env: { PATH: process.env.PATH, DATABASE_FILE: file, SECRET_MASTER_KEY: PLAYGROUND_MASTER_KEY },
  });
  const stderr = expect.stringContaining(
    "This store was created by the playground, so production does not open it.",
  );
  await expect(call).rejects.toMatchObject({ code: 2, stderr });
});
