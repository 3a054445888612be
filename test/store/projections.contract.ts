import { type Kysely, sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { IntegrityFault } from "../../src/ports/evidence.ts";
import type { Database } from "../../src/store/database/database.ts";
import type { Schema } from "../../src/store/database/schema.ts";
import { projections } from "../../src/store/projections/index.ts";
import { erase } from "../support/evidence.ts";
import { hana, sam } from "../support/people.ts";
import { allowed, claimed, opened, viewAsked } from "../support/tickets.ts";
import { everythingIn } from "./everything.ts";
import type { Here } from "./place.ts";
import { deadlineAfter, toldTicket } from "./stories.ts";

/** Tables that are not derived from the events of tickets. Every other table is a projection. */
const SOURCES = `
  events presses counters settings person_keys ticket_keys messages message_files
  chain_heads audit_acts anchors anchored_heads destroyed_keys incidents
  posted_surfaces waiting_for summary_gaps contacts channels schedules sent_reports workers pauses probes
  kysely_migration kysely_migration_lock`
  .trim()
  .split(/\s+/);

/** Makes one row of each projection wrong. */
const FORGE: Readonly<Record<string, (db: Kysely<Schema>, database: Database) => Promise<unknown>>> = {
  tickets: (db) => db.updateTable("tickets").set({ status: "resolved" }).execute(),
  device_holds: (db) => db.updateTable("device_holds").set({ device: "another" }).execute(),
  ask_locks: (db) =>
    db.insertInto("ask_locks").values({ helper: hana.id, sharer: sam.id, ticket: "BK-1001" }).execute(),
  sessions: (db) => db.updateTable("sessions").set({ helper: sam.id }).execute(),
  people: (db) => db.updateTable("people").set({ name: "Mallory" }).where("person", "=", hana.id).execute(),
  ticket_words: (db, { dialect }) => dialect.words.write(sql.val(1001), sql.val("s_open")).execute(db),
};

const TABLES: Readonly<Record<Database["dialect"]["name"], string>> = {
  // A virtual table of FTS5 keeps its content in shadow tables.
  sqlite: `select name from sqlite_master where type = 'table' and name not like 'ticket\\_words\\_%' escape '\\'`,
  postgres: "select tablename as name from pg_tables where schemaname = 'public'",
};

export function projectionsContract(here: Here): void {
  let id: TicketId;
  beforeEach(async () => {
    const story = [...opened(), ...claimed(), ...viewAsked(), ...allowed()];
    id = (await toldTicket(here.store, story, { nextDeadline: deadlineAfter(story) })).id;
  });

  const rowsOf = async (table: string) =>
    (await everythingIn(here.database)).split("\n").filter((line) => line.startsWith(`${table}:`));
  async function faults(): Promise<IntegrityFault[]> {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify({}, (fault) => found.push(fault));
    return found;
  }

  test("every table is a projection or a source", async () => {
    const { rows } = await here.database.query((db) =>
      sql.raw<{ name: string }>(TABLES[here.database.dialect.name]).execute(db),
    );
    const tables = projections(here.database.dialect).map(({ table }) => table);
    expect(rows.map(({ name }) => name).sort()).toEqual([...SOURCES, ...tables].sort());
    expect(Object.keys(FORGE).sort()).toEqual(tables.sort());
  });

  describe.each(Object.entries(FORGE))("the projection %s", (table, forge) => {
    test("is verified, and rebuilt as append wrote it", async () => {
      const before = await rowsOf(table);
      await here.database.query((db) => forge(db, here.database));
      expect(await faults()).toMatchObject([
        table === "people"
          ? { in: "name", person: hana.id }
          : { in: "projection", ticket: id, columns: [expect.stringContaining(table)] },
      ]);
      await here.store.evidence.rebuild(defaultPolicy);
      expect(await faults()).toEqual([]);
      expect(await rowsOf(table)).toEqual(before);
    });

    test("holds no text about somebody who was erased", async () => {
      await erase(here.store, sam.id);
      await erase(here.store, hana.id);
      const texts = (await rowsOf(table)).join().toLowerCase();
      for (const word of ["sharma", "weber", "vpn", "lt-sam-01"]) expect(texts).not.toContain(word);
      expect(await faults()).toEqual([]);
    });
  });
}
