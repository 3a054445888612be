import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/domain/run-command.ts";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { OutcomeUnknown, StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openStore, openStoreOn, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { by, orders } from "../support/commands.ts";
import { erase } from "../support/evidence.ts";
import { asHana } from "../support/people.ts";
import { claimed, noted, opened } from "../support/tickets.ts";
import { atT0 } from "./place.ts";
import { newPress, tell, toldTicket, wholeStory } from "./stories.ts";

/** What is special about a file: it can be locked, read-only, full, damaged, or not there. */
const masterKey = Buffer.alloc(32, 7);
let folder: string;
let file: string;
let database: Database;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "beckon-sqlite-"));
  file = join(folder, "beckon.db");
  database = connect(sqlite(file, { busyTimeout: 60 }));
  store = await openStoreOn(database, masterKey, { clock: atT0, log: silentLog });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const open = (path: string) => openStore({ file: path, masterKey }, { clock: atT0, log: silentLog });
const pragma = (text: string) => database.query((db) => sql.raw(`pragma ${text}`).execute(db));

/** Every table, so that a test can say that nothing at all was written. */
async function everything(): Promise<unknown> {
  return await database.query(async (db) => ({
    events: await db.selectFrom("events").selectAll().execute(),
    presses: await db.selectFrom("presses").selectAll().execute(),
    tickets: await db.selectFrom("tickets").selectAll().execute(),
    holds: await db.selectFrom("device_holds").selectAll().execute(),
  }));
}

describe("a database file", () => {
  test("is created with its folder, readable for nobody else", async () => {
    const path = join(folder, "new", "deeper", "beckon.db");
    await (await open(path)).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("holds what people wrote in no readable form, but for the subject and the words to find it by", async () => {
    await toldTicket(store, wholeStory);
    await store.nextTicketId();
    await pragma("wal_checkpoint(full)");
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
    for (const text of ["Accountant", "since this morning", "client certificate", "renewed the vpn"]) {
      expect(bytes.join("").toLowerCase()).not.toContain(text.toLowerCase());
    }
    expect(bytes.join("")).toContain("VPN keeps dropping");
    const trail = await database.query((db) => db.selectFrom("events").select("body").execute());
    for (const text of ["Sharma", "Weber", "LT-SAM", "morning", "certificate", "Renewed", "VPN"]) {
      expect(trail.map(({ body }) => body).join("\n")).not.toContain(text);
    }
  });

  test("holds nothing of an erased person that could be opened again, nor their subject", async () => {
    const { sharer } = await toldTicket(store);
    const { wrapped } = await database.query((db) =>
      db
        .selectFrom("person_keys")
        .select("wrapped")
        .where("person", "=", sharer.id)
        .executeTakeFirstOrThrow(),
    );
    await erase(store, sharer.id);
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
    expect(bytes.join("")).not.toContain(wrapped);
    expect(bytes.join("")).not.toContain("VPN keeps dropping");
  });

  test("is flushed to the disk before a press is answered, and bookkeeping waits for nothing", async () => {
    const disk = Promise.withResolvers<void>();
    const slow = connect({ ...sqlite(file), flushed: () => disk.promise });
    const counted = (name: string) =>
      slow.writeRelaxed((db) => db.insertInto("counters").values({ name, value: 1, mac: "" }).execute());
    const done: string[] = [];
    const press = slow
      .transaction((tx) =>
        tx.insertInto("presses").values({ press: "p", ticket: "BK-1", at: 1, mac: "" }).execute(),
      )
      .then(() => done.push("press"));
    await counted("noted").then(() => done.push("noted"));
    await slow.query((db) => db.selectFrom("presses").selectAll().execute()).then(() => done.push("read"));
    expect(done).toEqual(["noted", "read"]);
    disk.resolve();
    await press;
    await slow.close();
  });

  describe("on a disk that is slow, or fails", () => {
    let disk: PromiseWithResolvers<void>;
    let slow: Store;
    let ticket: TicketId;
    const press = newPress();
    const pickUp = () =>
      runCommand({ store: slow, policy: defaultPolicy }, ticket, press, by(asHana, 1, orders.claim));
    beforeEach(async () => {
      ({ id: ticket } = await toldTicket(store));
      disk = Promise.withResolvers();
      const opened = connect({ ...sqlite(file), flushed: () => disk.promise });
      disk.resolve();
      slow = await openStoreOn(opened, masterKey, { clock: atT0, log: silentLog });
      disk = Promise.withResolvers();
      disk.promise.catch(() => undefined);
    });
    afterEach(() => slow.close());

    test("answers a press that is repeated no sooner than the first one", async () => {
      const answered: string[] = [];
      const first = pickUp().then(() => answered.push("first"));
      await expect.poll(async () => (await store.read(ticket))?.version).toBe(2);
      const repeated = pickUp().then(() => answered.push("repeated"));
      // Time enough for an answer that does not wait for the disk.
      for (let reads = 0; reads < 10; reads++) await store.read(ticket);
      expect(answered).toEqual([]);
      disk.resolve();
      await Promise.all([first, repeated]);
    });

    test("says neither that a press was kept nor that it was not", async () => {
      const first = pickUp().catch((error: unknown) => error);
      await expect.poll(async () => (await store.read(ticket))?.version).toBe(2);
      disk.reject(failure("EIO"));
      expect(await first).toBeInstanceOf(OutcomeUnknown);
      expect(await pickUp().catch((error: unknown) => error)).toBeInstanceOf(OutcomeUnknown);
    });
  });
});

const failure = (code: string) => Object.assign(new Error(code), { code });

test("bookkeeping that gave way to other bookkeeping is done again", async () => {
  const contested = connect({
    ...sqlite(":memory:"),
    isSerializationFailure: (error) => String(error).includes("40P01"),
  });
  let left = 3;
  const done = contested.writeRelaxed(async () => {
    if (left-- > 0) throw failure("40P01");
    return "done";
  });
  expect(await done).toBe("done");
  await contested.close();
});

describe("a file that another process has locked", () => {
  let other: DatabaseSync;
  beforeEach(() => {
    other = new DatabaseSync(file);
    other.exec("begin immediate");
  });
  afterEach(() => other.close());

  test("makes those wait who come first, and not those behind them once more", async () => {
    const begun = performance.now();
    const faults = await Promise.all(
      Array.from({ length: 40 }, () => toldTicket(store).catch((error: unknown) => error)),
    );
    for (const fault of faults) expect(fault).toBeInstanceOf(StoreUnavailable);
    // Forty times sixty milliseconds, if each of them waited for itself.
    expect(performance.now() - begun).toBeLessThan(40 * 60);
  });

  test("is a fault that says so, and nothing is written", async () => {
    const fault = await toldTicket(store).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(StoreUnavailable);
    expect(String(fault)).toContain("is locked by another process. Stop that process, or use PostgreSQL");
    other.exec("rollback");
    expect(await everything()).toEqual({ events: [], presses: [], tickets: [], holds: [] });
  });

  test("can still be read", async () => {
    expect(await store.openTicketsOf(wholeStory[0]?.by?.id ?? ("" as never))).toEqual([]);
  });

  test("takes the press as soon as it is free", async () => {
    const pressed = tell(store, "BK-1042" as never, opened(), { idempotencyKey: newPress() });
    setImmediate(() => other.exec("rollback"));
    expect((await pressed).kind).toBe("appended");
  });

  test("stops no other work of this process while it waits", async () => {
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    await toldTicket(store).catch(() => undefined);
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
  });
});

describe("a file that cannot be written", () => {
  test("is a fault that says so; it can still be read, and nothing is half-written", async () => {
    const before = await toldTicket(store);
    const stored = await everything();
    await pragma("query_only = on");
    const fault = await tell(store, before.id, claimed(), { before, idempotencyKey: newPress() }).catch(
      String,
    );
    expect(fault).toContain("cannot be written. Check its owner and permissions");
    expect((await store.read(before.id))?.version).toBe(1);
    expect(await everything()).toEqual(stored);
    await pragma("query_only = off");
    expect((await tell(store, before.id, claimed(), { before })).kind).toBe("appended");
  });
});

describe("a full disk", () => {
  test("is a fault that says so, takes the whole press back, and is over when there is space", async () => {
    const before = await toldTicket(store);
    await pragma("wal_checkpoint(truncate)");
    const stored = await everything();
    await pragma("max_page_count = 1");
    const long = noted(3, "x".repeat(200_000));
    const fault = await tell(store, before.id, long, { before, idempotencyKey: newPress() }).catch(
      (error) => error,
    );
    expect(fault).toBeInstanceOf(StoreUnavailable);
    expect(fault.message).toContain("is full. Free some space");
    expect(fault.cause).toMatchObject({ errcode: 13 });
    expect(await everything()).toEqual(stored);
    await pragma("max_page_count = 1000000");
    expect((await tell(store, before.id, long, { before })).kind).toBe("appended");
  });
});

describe("a path that cannot be used", () => {
  test("is a fault at the start when a file is in the way of the folder", async () => {
    const path = join(file, "beckon.db");
    await expect(open(path)).rejects.toThrow(`${path} cannot be opened. Check that the path is right`);
  });

  test("is a fault at the start when it is a folder", async () => {
    mkdirSync(join(folder, "a-folder"));
    await expect(open(join(folder, "a-folder"))).rejects.toThrow(StoreUnavailable);
  });

  test("is a fault at the start when the file is something else", async () => {
    const path = join(folder, "picture.png");
    writeFileSync(path, "This is no database, however you look at it. ".repeat(200));
    await expect(open(path)).rejects.toThrow("is damaged, or no SQLite database. Restore it from a backup");
    expect(readFileSync(path, "utf8")).toContain("This is no database");
  });
});

describe("starting and stopping", () => {
  test("several processes at once make the tables once", async () => {
    const path = join(folder, "shared.db");
    const stores = await Promise.all(Array.from({ length: 5 }, () => open(path)));
    const tickets = await Promise.all(stores.map((each) => toldTicket(each)));
    expect(new Set(tickets.map(({ id }) => id)).size).toBe(5);
    await Promise.all(stores.map((each) => each.close()));
  });

  test("a new file that another process is just making into a database is waited for", async () => {
    const path = join(folder, "contended.db");
    const other = new DatabaseSync(path);
    other.exec("begin exclusive; create table theirs (id integer)");
    const opening = open(path);
    setImmediate(() => other.close());
    await (await opening).close();
  });

  test("a store that is closed says so, and closing it again is no fault", async () => {
    await store.close();
    await expect(toldTicket(store)).rejects.toThrow("The store is closed: Beckon is stopping");
  });

  test("a database of a newer Beckon is not touched by an older one", async () => {
    await database.query((db) =>
      sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00Z')`.execute(
        db,
      ),
    );
    await expect(open(file)).rejects.toThrow("brought up to date by a newer Beckon");
  });
});
