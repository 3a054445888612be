import { sql } from "kysely";
import type { Database } from "../../src/store/database/database.ts";

const TABLES: Readonly<Record<Database["dialect"]["name"], string>> = {
  sqlite: "select name from sqlite_master where type = 'table'",
  postgres: "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
};

/** All that the database says, table by table, also in tables that a test does not know. */
export async function everythingIn(database: Database): Promise<string> {
  return await database.query(async (db) => {
    const { rows: tables } = await sql.raw<{ name: string }>(TABLES[database.dialect.name]).execute(db);
    const said: string[] = [];
    for (const { name } of tables) {
      const { rows } = await sql.raw(`select * from ${name}`).execute(db);
      said.push(`${name}: ${JSON.stringify(rows)}`);
    }
    return said.join("\n");
  });
}
