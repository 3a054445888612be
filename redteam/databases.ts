import { isDeepStrictEqual } from "node:util";
import { PEOPLE_IDS } from "../playground/company.ts";
import type { IntegrityFault, Verification } from "../src/ports/evidence.ts";
import { connect, type Database } from "../src/store/database/database.ts";
import { postgres } from "../src/store/engines/postgres.ts";
import { sqlite } from "../src/store/engines/sqlite.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { activityFrom, press } from "./activities.ts";
import { createFindings, type Findings } from "./findings.ts";
import { FORGERIES } from "./forgeries.ts";
import { type StateName, tellStory } from "./stories.ts";
import { TABLE_FORGERIES, withForgery } from "./table-forgeries.ts";
import type { Target } from "./target.ts";

/** Forges what a database holds, in every way: found by `verify`, and not believed by a process old or new. */
export async function attackDatabase(target: Target): Promise<Findings> {
  const { count, wrong, done } = createFindings();
  const { beckon, config } = target;
  const database = behindTheBack(target);
  const deps = { clock: { now: target.now }, log: silentLog };
  const others = new Map<StateName, Awaited<ReturnType<typeof tellStory>>>();
  const untouched = await tellStory(target, "viewing");
  await beckon.store.evidence.anchor(target.now());
  const verified = await faultsIn(beckon.store);
  for (const fault of verified)
    wrong("verify finds a fault before anything was forged", JSON.stringify(fault));
  for (const { name, state, forge } of FORGERIES) {
    count("forged streams");
    target.pass(60_000);
    const other = others.get(state) ?? (await tellStory(target, state));
    others.set(state, other);
    const { id } = await tellStory(target, state);
    await attempt(target, id);
    const truth = await beckon.store.read(id);
    await forge({ database, ticket: id, other: other.id });
    if ((await faultsIn(beckon.store, { ticket: id })).length === 0) wrong("not found by verify", name);
    const fresh = await openStore(config.store, deps);
    const seen = {
      "by a new process": await readOf(fresh, id),
      "by the old process": await readOf(beckon.store, id),
    };
    await fresh.close();
    for (const [who, ticket] of Object.entries(seen)) {
      if (ticket !== null && !isDeepStrictEqual(ticket, truth)) wrong(`believed ${who}`, name);
    }
    // The old process may answer a press from what it remembers, and must not build on what was forged.
    await attempt(target, id);
  }
  count("tickets put back");
  if (!(await isRollbackFound(target, database)))
    wrong("not found by verify", "a ticket that was put back after an anchor");
  await entries(target.beckon.store);
  await beckon.store.evidence.anchor(target.now());
  const known = new Set((await faultsIn(beckon.store)).map((fault) => JSON.stringify(fault)));
  for (const forgery of TABLE_FORGERIES) {
    count("forged tables");
    await withForgery(database, forgery, async () => {
      const found = (await faultsIn(beckon.store)).filter((fault) => !known.has(JSON.stringify(fault)));
      if (found.length === 0) wrong("not found by verify", forgery.name);
    });
  }
  if ((await readOf(beckon.store, untouched.id)) === null)
    wrong("a ticket that nobody touched cannot be read");
  await database.close();
  return done();
}

/** Somebody has kept rows with their codes from before a stop, and puts them back: only an anchor can show that. */
async function isRollbackFound(target: Target, database: Database): Promise<boolean> {
  const { store } = target.beckon;
  const { id, version, sharer } = await tellStory(target, "viewing");
  const row = await database.query((db) =>
    db.selectFrom("tickets").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
  );
  await target.post(activityFrom(sharer.id, press("stop-session", { ticket: id, version, surface: "" })));
  await store.evidence.anchor(target.now());
  const kept = Object.entries(row).filter(([column]) => /^(head|version|anchored)/.test(column));
  await database.query(async (db) => {
    await db.deleteFrom("events").where("ticket", "=", id).where("version", ">", version).execute();
    await db.updateTable("tickets").set(Object.fromEntries(kept)).where("id", "=", id).execute();
  });
  return (await faultsIn(store, { ticket: id, trailOnly: true })).length > 0;
}

/** Somebody without a right to it presses, which is recorded. */
const attempt = (target: Target, ticket: string) =>
  target.post(
    activityFrom(PEOPLE_IDS.hugo, press("stop-session", { ticket, version: Date.now() % 1e8, surface: "" })),
  );

/** Somebody reads, twice. */
async function entries({ evidence }: Store): Promise<void> {
  for (const why of ["first", "second"]) {
    await evidence.record({ who: "auditor", what: "report", about: "all", why });
  }
}

async function faultsIn(store: Store, scope: Verification = {}): Promise<IntegrityFault[]> {
  const found: IntegrityFault[] = [];
  await store.evidence.verify(scope, (fault) => found.push(fault));
  return found;
}

const readOf = (store: Store, id: Parameters<Store["read"]>[0]) => store.read(id).catch(() => null);

function behindTheBack({ config }: Target): Database {
  const { store } = config;
  return connect("file" in store ? sqlite(store.file) : postgres(store.databaseUrl, silentLog));
}
