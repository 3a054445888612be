import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import type { Database } from "../../src/store/database.ts";
import { postgres } from "../../src/store/engines/postgres.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { migrations } from "../../src/store/migrations.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { createDatabase } from "../support/postgres.ts";
import { at } from "../support/tickets.ts";
import { type FindPlace, type Place, placeAt } from "./place.ts";

/** What was kept by an earlier Beckon is right for this one. */
function updatingContract(find: FindPlace): void {
  let place: Place;
  let database: Database;
  beforeEach(async () => {
    place = await find();
    database = place.database();
  });
  afterEach(() => place.leave());

  const updateTo = (name: string) =>
    database.query(async (db) => {
      const provider = { getMigrations: async () => migrations(database.dialect) };
      const { error } = await new Migrator({ db, provider }).migrateTo(name);
      if (error !== undefined) throw error;
    });

  /** A row as it was when one moment stood for deadlines and checks. */
  const kept = (number: number, state: "live" | "asked" | null, deadline: number | null, cards = 1) =>
    database.query((db) =>
      sql`insert into tickets (id, number, status, sharer, session_state, subject, subject_about, opened_at, changed_at,
          version, head, cards_version, next_deadline, lease_by, lease_until, leased_at, retry_at)
        values (${`BK-${number}`}, ${number}, ${"claimed"}, ${"sam"}, ${state}, ${"VPN"}, ${"sam"}, ${at(0)}, ${at(1)},
          ${1}, ${""}, ${cards}, ${deadline}, ${"ann"}, ${at(2)}, ${at(1)}, ${at(1)})`.execute(db),
    );

  describe("from before checks had a moment of their own", () => {
    beforeEach(async () => {
      await updateTo("0009-reads");
      await kept(1001, "live", at(5));
      await kept(1002, "asked", at(6));
      await kept(1003, null, null, 0);
    });

    test("has live sessions checked, and lets deadlines act, neither later than before", async () => {
      const store = await place.open();
      expect(await store.leaseChecks(at(5) - 1, 10)).toEqual([]);
      expect(await store.leaseChecks(at(60), 10)).toEqual(["BK-1001"]);
      expect(await store.overdue(at(5), 10)).toEqual([{ ticket: "BK-1001", tries: 0 }]);
      expect(await store.overdue(at(60), 10)).toHaveLength(2);
    });

    test("has its cards looked after when the lease on them ends", async () => {
      const store = await place.open();
      expect(await store.leaseDue("ben", at(2) - 1, at(3), 10)).toEqual([]);
      const due = await store.leaseDue("ben", at(2), at(3), 10);
      expect(due.map(({ ticket }) => ticket)).toEqual(["BK-1003"]);
    });
  });
}

describe("on SQLite", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "beckon-updating-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  updatingContract(async () => {
    const file = join(folder, "beckon.sqlite");
    return placeAt({ file }, () => sqlite(file));
  });
});

const server = inject("postgresServer");
describe.skipIf(server === null)("on PostgreSQL", () => {
  updatingContract(async () => {
    const databaseUrl = await createDatabase(server ?? "");
    return placeAt({ databaseUrl }, () => postgres(databaseUrl, silentLog));
  });
});
