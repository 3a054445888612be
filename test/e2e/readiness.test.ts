import { sql } from "kysely";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { GROUP_IDS, TENANT_ID } from "../../playground/company.ts";
import { startBeckon } from "../../src/compose.ts";
import { readConfig } from "../../src/config/config.ts";
import { createReadiness } from "../../src/jobs/readiness.ts";
import { createScheduler } from "../../src/jobs/scheduler.ts";
import { connect } from "../../src/store/database/database.ts";
import { postgres } from "../../src/store/engines/postgres.ts";
import { createLog, silentLog } from "../../src/telemetry/log.ts";
import { createDatabase, startPostgres } from "../support/postgres.ts";

const server = await startPostgres();
afterAll(() => server?.stop());
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const configOn = (databaseUrl: string) =>
  readConfig({
    BECKON_PROFILE: "playground",
    PORT: "0",
    BOT_TENANT_ID: TENANT_ID,
    HELPDESK_CHANNEL_ID: "19:abc@thread.tacv2",
    GRAPH_BASE_URL: "http://127.0.0.1:9",
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    DATABASE_URL: databaseUrl,
  });

async function ask(url: string, path: "/healthz" | "/readyz") {
  const answer = await fetch(url + path);
  return { status: answer.status, body: await answer.json() };
}

describe.skipIf(server === null)("on PostgreSQL", () => {
  if (server === null) return;
  const url = createDatabase(server.url);

  test("a process waits for a database that starts later, and says so", { timeout: 60_000 }, async () => {
    const config = configOn(await url);
    await server.pause();
    const lines: string[] = [];
    const starting = startBeckon(config, { log: createLog((line) => lines.push(line)) });
    closing.push(async () => (await starting).stop());
    await vi.waitFor(() => expect(lines.join("")).toContain('"store.awaited"'), { timeout: 10_000 });
    await server.resume();
    const beckon = await starting;
    expect(await ask(beckon.url, "/readyz")).toEqual({ status: 200, body: { ok: true } });
  });

  test("it is not ready while the database is stopped, and ready again afterwards; it is alive all the while", {
    timeout: 60_000,
  }, async () => {
    const beckon = await startBeckon(configOn(await url), { log: silentLog });
    closing.push(() => beckon.stop());
    expect(await ask(beckon.url, "/readyz")).toEqual({ status: 200, body: { ok: true } });
    await server.pause();
    await vi.waitFor(
      async () =>
        expect(await ask(beckon.url, "/readyz")).toEqual({
          status: 503,
          body: { ok: false, failed: ["database"] },
        }),
      { timeout: 10_000, interval: 300 },
    );
    expect(await ask(beckon.url, "/healthz")).toEqual({ status: 200, body: { ok: true } });
    await server.resume();
    await vi.waitFor(async () => expect((await ask(beckon.url, "/readyz")).status).toBe(200), {
      timeout: 10_000,
      interval: 300,
    });
  });

  test("it is not ready on tables that a newer Beckon has migrated", { timeout: 60_000 }, async () => {
    const beckon = await startBeckon(configOn(await url), { log: silentLog });
    const database = connect(postgres(await url, silentLog));
    closing.push(
      () => database.close(),
      () => beckon.stop(),
    );
    await database.query((db) =>
      sql`insert into kysely_migration (name, timestamp) values ('9999-newer', '2030')`.execute(db),
    );
    expect(await ask(beckon.url, "/readyz")).toEqual({
      status: 503,
      body: { ok: false, failed: ["migrations"] },
    });
  });

  test("a wrong database is told at once and not waited for", async () => {
    await expect(startBeckon(configOn(`${server.url}/nowhere`), { log: silentLog })).rejects.toThrow(
      "refuses the connection",
    );
  });
});

describe("a loop that does not run", () => {
  const whatsAmiss = async () => null;

  test("is named once it is behind, and no longer when it has run again", async () => {
    let now = 0;
    let fails = true;
    const scheduler = createScheduler(silentLog, () => now);
    const run = vi.fn(async () => {
      if (fails) throw new Error("no store");
      return false;
    });
    const loop = scheduler.add({
      every: 1,
      afterFault: 1,
      faultEvent: "deadlines.failed",
      behindAfter: 60_000,
      run,
    });
    scheduler.add({ every: 1, afterFault: 1, faultEvent: "calls.failed", run });
    const ready = createReadiness({ store: { whatsAmiss }, scheduler });
    now = 100_000;
    expect(await ready(), "nothing was started").toEqual([]);
    scheduler.start();
    closing.push(() => scheduler.stop());
    await vi.waitFor(() => expect(run.mock.calls.length).toBeGreaterThan(2));
    expect(await ready()).toEqual([]);
    now += 60_001;
    expect(await ready()).toEqual(["deadlines"]);
    fails = false;
    loop.hasten();
    await vi.waitFor(async () => expect(await ready()).toEqual([]));
  });

  test("however many ask at once, the store is asked once", async () => {
    const asked = vi.fn(whatsAmiss);
    const ready = createReadiness({ store: { whatsAmiss: asked }, scheduler: createScheduler(silentLog) });
    await Promise.all(Array.from({ length: 50 }, ready));
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
