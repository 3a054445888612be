import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { connect } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { inspectStore } from "../../src/store/inspect-store.ts";
import { openStore, openStoreToRead, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { createDatabase } from "../support/postgres.ts";
import { atT0 } from "./place.ts";
import { toldTicket, wholeStory } from "./stories.ts";

const deps = { clock: atT0, log: silentLog };
const masterKey = randomBytes(32);
const server = inject("postgresServer");

async function readsAll(store: Store): Promise<void> {
  const broken: unknown[] = [];
  const { tickets } = await store.evidence.verify({}, (each) => void broken.push(each));
  expect({ tickets, broken }).toEqual({ tickets: 1, broken: [] });
  const acts: unknown[] = [];
  for await (const act of store.evidence.acts()) acts.push(act);
  expect(acts).toHaveLength(1);
  expect(await store.topFindings(0, 5)).toEqual([]);
}

async function fill(config: Parameters<typeof openStore>[0]): Promise<void> {
  const store = await openStore(config, deps);
  await toldTicket(store, wholeStory);
  await store.evidence.record({ who: "admin", what: "export", about: "everything", why: "case 1" });
  await store.close();
}

const write = (store: Store) =>
  store.evidence.record({ who: "admin", what: "export", about: "everything", why: "case 2" });

describe("a file that may only be read", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "beckon-read-"));
    file = join(folder, "beckon.sqlite");
    await fill({ file, masterKey });
  });
  afterEach(async () => {
    await chmod(folder, 0o755);
    await rm(folder, { recursive: true });
  });

  test("is verified, and nothing can be written", async () => {
    await chmod(file, 0o444);
    await chmod(folder, 0o555);
    const store = await openStoreToRead({ file, masterKey }, deps);
    await readsAll(store);
    await expect(write(store)).rejects.toThrow("cannot be written");
    await store.close();
  });

  test("is read beside a Beckon that writes", async () => {
    const writer = await openStore({ file, masterKey }, deps);
    const store = await openStoreToRead({ file, masterKey }, deps);
    await readsAll(store);
    await toldTicket(writer, wholeStory);
    expect((await store.evidence.verify({}, () => {})).tickets).toBe(2);
    await Promise.all([store.close(), writer.close()]);
  });

  test("of a newer Beckon is named so, by whoever starts and whoever reads", async () => {
    const database = connect(sqlite(file));
    await database.query((db) =>
      sql`insert into kysely_migration values ('9999-newer', '2027-01-01')`.execute(db),
    );
    await database.close();
    for (const open of [openStore, openStoreToRead]) {
      await expect(open({ file, masterKey }, deps)).rejects.toThrow("by a newer Beckon");
    }
    const seen = await inspectStore({ file, masterKey }, atT0);
    expect(seen).toMatchObject({ fault: null, tables: "ahead" });
    await seen.close();
  });

  test("is inspected without a change", async () => {
    const seen = await inspectStore({ file, masterKey: randomBytes(32) }, atT0);
    expect(seen.tables).toBe("current");
    expect(seen.keyFault).toContain("master key is not the one");
    await seen.close();
    expect(await inspectStore({ file: `${file}.none`, masterKey }, atT0)).toMatchObject({ tables: "none" });
  });
});

describe.skipIf(server === null)("a role that may only SELECT", () => {
  test("verifies and reads everything, and cannot write", async () => {
    const databaseUrl = await createDatabase(server ?? "");
    await fill({ databaseUrl, masterKey });
    const role = `reader_${randomBytes(4).toString("hex")}`;
    const admin = new Client({ connectionString: databaseUrl });
    await admin.connect();
    await admin.query(`create role ${role} login; grant select on all tables in schema public to ${role}`);
    await admin.end();
    const store = await openStoreToRead(
      { databaseUrl: databaseUrl.replace("beckon@", `${role}@`), masterKey },
      deps,
    );
    await readsAll(store);
    await expect(write(store)).rejects.toThrow("denies Beckon's user the right");
    await store.close();
  });
});
