import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../src/store/database/database.ts";
import type { Here } from "./place.ts";
import { toldTicket, wholeStory } from "./stories.ts";

/** Takes back what the migrations after the first one have changed. */
async function asOfFirstMigration(database: Database): Promise<void> {
  await database.query((db) => sql`alter table sessions rename to newer`.execute(db));
  for (const by of ["sharer", "helper", "device", "moment"])
    await database.query((db) => sql`drop index ${sql.id(`sessions_by_${by}`)}`.execute(db));
  const statements = [
    `create table sessions (
      ticket text not null, ticket_number integer not null, session integer not null, sharer text not null,
      helper text not null, device text not null, device_name text not null, device_model text not null,
      asked_at bigint not null, started_at bigint, ended_at bigint, cause text, levels text not null,
      primary key (ticket_number, session))`,
    "insert into sessions select * from newer",
    "drop table newer",
    ...["sharer", "helper", "device"].map(
      (by) => `create index sessions_by_${by} on sessions (${by}, asked_at, ticket_number, session)`,
    ),
    "create index sessions_by_moment on sessions (asked_at)",
    "delete from kysely_migration where name > '0001-tables'",
  ];
  for (const statement of statements) await database.query((db) => sql.raw(statement).execute(db));
  if (database.dialect.name === "postgres") await database.query((db) => withoutBlocks.execute(db));
}

const withoutBlocks = sql`update ticket_words set words = array_to_tsvector(array(
  select word from unnest(tsvector_to_array(words)) as word where word !~ '^b[0-9]+_'))`;

export function upgradingContract(here: Here): void {
  describe("a store of the version before", () => {
    test("is brought up to date when it is opened, and nothing of it is lost", async () => {
      const { id } = await toldTicket(here.store, wholeStory);
      await asOfFirstMigration(here.database);

      const store = await here.place.open();
      const faults: unknown[] = [];
      await store.evidence.verify({}, (fault) => void faults.push(fault));
      expect(faults).toEqual([]);
      expect((await store.read(id))?.past).toHaveLength(1);
      const key = await here.database.query((db) =>
        db.selectFrom("sessions").select(["ticket", "session"]).execute(),
      );
      expect(key).toEqual([{ ticket: id, session: 1 }]);
    });

    test("is found to lack what its migration adds, when that was left out", async () => {
      if (here.database.dialect.name !== "postgres") return;
      const { id } = await toldTicket(here.store, wholeStory);
      await here.database.query((db) => withoutBlocks.execute(db));
      const faults: unknown[] = [];
      await here.store.evidence.verify({}, (fault) => void faults.push(fault));
      expect(faults).toEqual([{ in: "projection", ticket: id, columns: ["ticket_words.words"] }]);
    });
  });
}
