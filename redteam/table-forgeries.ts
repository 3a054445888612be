import type { Kysely } from "kysely";
import type { Database } from "../src/store/database/database.ts";
import type { Schema } from "../src/store/database/schema.ts";
import { link } from "../src/store/events/hash-chain.ts";

type Db = Kysely<Schema>;

/** Forgeries beside the streams; `verify` has to find each. */
export interface TableForgery {
  readonly name: string;
  readonly tables: readonly Table[];
  forge(db: Db): Promise<unknown>;
}

type Table =
  | "audit_acts"
  | "anchors"
  | "anchored_heads"
  | "chain_heads"
  | "presses"
  | "counters"
  | "person_keys";

/** Hashes as the source code would make them from this record on, and the head behind them. */
async function relink(db: Db, table: "audit_acts" | "anchors", chain: "acts" | "anchors"): Promise<void> {
  const rows = await db.selectFrom(table).selectAll().orderBy("number").execute();
  let prev = rows[0]?.prev_hash ?? "";
  for (const { number, body } of rows) {
    const hash = link(prev, body);
    await db.updateTable(table).set({ prev_hash: prev, hash }).where("number", "=", number).execute();
    prev = hash;
  }
  const version = rows.at(-1)?.number ?? 0;
  await db.updateTable("chain_heads").set({ version, head: prev }).where("name", "=", chain).execute();
}

const newest = async (db: Db, table: "audit_acts" | "anchors") =>
  await db.selectFrom(table).selectAll().orderBy("number", "desc").limit(1).executeTakeFirstOrThrow();

export const TABLE_FORGERIES: readonly TableForgery[] = [
  {
    name: "an audit entry that was deleted",
    tables: ["audit_acts", "chain_heads"],
    async forge(db) {
      const { number } = await newest(db, "audit_acts");
      await db.deleteFrom("audit_acts").where("number", "=", number).execute();
      await relink(db, "audit_acts", "acts");
    },
  },
  {
    name: "an audit entry that was altered",
    tables: ["audit_acts", "chain_heads"],
    async forge(db) {
      const { number, body } = await newest(db, "audit_acts");
      const other = body.replace(/"at":\d+/, '"at":1');
      await db.updateTable("audit_acts").set({ body: other }).where("number", "=", number).execute();
      await relink(db, "audit_acts", "acts");
    },
  },
  {
    name: "an audit entry that was invented",
    tables: ["audit_acts", "chain_heads"],
    async forge(db) {
      const row = await newest(db, "audit_acts");
      const next = row.number + 1;
      const body = row.body.replace(/"number":\d+/, `"number":${next}`);
      await db
        .insertInto("audit_acts")
        .values({ ...row, number: next, body })
        .execute();
      await relink(db, "audit_acts", "acts");
    },
  },
  {
    name: "an anchor that was altered",
    tables: ["anchors", "chain_heads"],
    async forge(db) {
      const { number, body } = await newest(db, "anchors");
      const other = body.replace(/"root":"[0-9a-f]+"/, `"root":"${"0".repeat(64)}"`);
      await db.updateTable("anchors").set({ body: other }).where("number", "=", number).execute();
      await relink(db, "anchors", "anchors");
    },
  },
  {
    name: "the newest anchor that was deleted",
    tables: ["anchors", "anchored_heads", "chain_heads"],
    async forge(db) {
      const { number } = await newest(db, "anchors");
      await db.deleteFrom("anchored_heads").where("anchor", "=", number).execute();
      await db.deleteFrom("anchors").where("number", "=", number).execute();
      await relink(db, "anchors", "anchors");
    },
  },
  {
    name: "an anchored head that was altered",
    tables: ["anchored_heads"],
    forge: (db) =>
      db
        .updateTable("anchored_heads")
        .set({ head: "0".repeat(64) })
        .execute(),
  },
  {
    name: "an action that was planted as applied",
    tables: ["presses"],
    async forge(db) {
      const row = await db.selectFrom("presses").selectAll().limit(1).executeTakeFirstOrThrow();
      await db
        .insertInto("presses")
        .values({ ...row, press: "planted" })
        .execute();
    },
  },
  {
    name: "a counter of requests that was set back",
    tables: ["counters"],
    forge: (db) => db.updateTable("counters").set({ value: 1 }).execute(),
  },
  {
    name: "a key that was destroyed without an order",
    tables: ["person_keys"],
    async forge(db) {
      const row = await db.selectFrom("person_keys").selectAll().limit(1).executeTakeFirstOrThrow();
      await db.deleteFrom("person_keys").where("person", "=", row.person).execute();
    },
  },
];

/** Does it, lets somebody look, and puts every row back. */
export async function withForgery(
  database: Database,
  { tables, forge }: TableForgery,
  look: () => Promise<void>,
): Promise<void> {
  const kept = await database.query((db) =>
    Promise.all(
      tables.map(async (table) => [table, await db.selectFrom(table).selectAll().execute()] as const),
    ),
  );
  await database.query(forge);
  await look();
  await database.query(async (db) => {
    for (const [table, rows] of kept) {
      await db.deleteFrom(table).execute();
      if (rows.length > 0)
        await db
          .insertInto(table)
          .values(rows as never)
          .execute();
    }
  });
}
