import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { connect } from "../../src/store/database/database.ts";
import { postgres } from "../../src/store/engines/postgres.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { chainBreak } from "../support/evidence.ts";
import { sam } from "../support/people.ts";
import { createDatabase, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { claimed, noted } from "../support/tickets.ts";
import { atT0 } from "./place.ts";
import { newPress, tell, toldTicket } from "./stories.ts";

const masterKey = Buffer.alloc(32, 7);
const open = (databaseUrl: string) => openStore({ databaseUrl, masterKey }, { clock: atT0, log: silentLog });
const faultOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

const TERMINATE =
  "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'beckon' and pid <> pg_backend_pid()";

/** The pool may lend out each of the connections that were closed once, before it has heard. */
async function onceReconnected<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = 20; left > 0; left--) {
    const result = await work().catch((error: unknown) => error);
    if (!(result instanceof StoreUnavailable)) return result as Result;
  }
  return await work();
}

/** A server of its own, because these tests stop it. */
describe.skipIf(inject("postgresServer") === null)("a PostgreSQL server", () => {
  let server: PostgresServer;
  let databaseUrl: string;
  let store: Store;
  beforeAll(async () => {
    const started = await startPostgres();
    if (started === null) throw new Error("the binaries are there for one server and not for two");
    server = started;
    databaseUrl = await createDatabase(server.url);
    store = await open(databaseUrl);
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  /** The server's administrator at work. */
  async function behind(statement: string): Promise<void> {
    const administrator = connect(postgres(databaseUrl, silentLog));
    await administrator.query((db) => sql.raw(statement).execute(db));
    await administrator.close();
  }

  test("makes the tables once for several processes that start at once", async () => {
    const empty = await createDatabase(server.url);
    const stores = await Promise.all(Array.from({ length: 5 }, () => open(empty)));
    const tickets = await Promise.all(stores.map((each) => toldTicket(each)));
    expect(new Set(tickets.map(({ id }) => id)).size).toBe(5);
    await Promise.all(stores.map((each) => each.close()));
  });

  test("that is read-only is a fault that says where to point", async () => {
    const readOnly = await createDatabase(server.url);
    await (await open(readOnly)).close();
    const { pathname } = new URL(readOnly);
    await behind(`alter database ${pathname.slice(1)} set default_transaction_read_only = on`);
    expect(String(await faultOf(open(readOnly)))).toContain("Point DATABASE_URL at the primary");
  });

  test("without that database, or without that user, is a fault that says so", async () => {
    expect(String(await faultOf(open(`${server.url}/nowhere`)))).toContain("refuses the connection");
  });

  test("that nobody runs is a fault at the start, and names no password", async () => {
    const fault = await faultOf(open("postgres://beckon:hunter2@127.0.0.1:1/beckon"));
    expect(fault).toBeInstanceOf(StoreUnavailable);
    expect(String(fault)).toContain("PostgreSQL does not answer");
    expect(String(fault)).not.toContain("hunter2");
  });

  test("that closes idle connections is connected to again", async () => {
    const before = await toldTicket(store);
    await behind(TERMINATE);
    expect(await onceReconnected(() => store.read(before.id))).toEqual(before);
    expect((await tell(store, before.id, noted(3, "Still here."), { before })).kind).toBe("appended");
  });

  test("that closes connections in the middle of transactions ends no process and writes nothing half", async () => {
    const tickets = await Promise.all(Array.from({ length: 8 }, () => toldTicket(store)));
    const presses = tickets.map((before) =>
      faultOf(tell(store, before.id, [...claimed(), ...noted(3, "Half?")], { before })),
    );
    await behind(TERMINATE);
    await Promise.all(presses);
    await onceReconnected(() => store.openTicketsOf(sam.id));
    for (const { id } of tickets) {
      const trail = await store.trail(id);
      expect([1, 3]).toContain(trail.length);
      expect(await chainBreak(store, id)).toBeNull();
    }
  });

  test("that is stopped mid-way is a fault, and nothing acknowledged is lost when it is back", async () => {
    const before = await toldTicket(store);
    await server.pause();
    const press = newPress();
    const fault = await faultOf(tell(store, before.id, claimed(), { before, idempotencyKey: press }));
    expect(fault).toBeInstanceOf(StoreUnavailable);
    expect(await faultOf(store.read(before.id))).toBeInstanceOf(StoreUnavailable);
    await server.resume();
    expect(await store.read(before.id)).toEqual(before);
    expect(await store.appliedTo(press)).toBeNull();
    expect((await tell(store, before.id, claimed(), { before, idempotencyKey: press })).kind).toBe(
      "appended",
    );
  });
});
