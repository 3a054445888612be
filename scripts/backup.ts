import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { backup, DatabaseSync } from "node:sqlite";
import { DEFAULTS, given } from "../src/config/environment.ts";

/** Pages copied between two looks at who else wants to run. */
const PAGES = 500;

/**
 * Copies a SQLite store while Beckon goes on working: the copy is the store of one moment, with everything that was
 * acknowledged by then. It appears under its name only when it is whole.
 *
 * @throws Error that says what to do; nothing was overwritten.
 */
export async function backUp(file: string, to: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`DATABASE_FILE: there is no database at ${file}`);
  if (existsSync(to)) throw new Error(`${to} is there already. Choose another name, or remove it first.`);
  const unfinished = `${to}.unfinished`;
  await rm(unfinished, { force: true });
  // Readable for nobody else from its first byte on.
  await writeFile(unfinished, "", { mode: 0o600 });
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    await backup(database, unfinished, { rate: PAGES });
    await rename(unfinished, to);
  } catch (cause) {
    await rm(unfinished, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} could not be copied to ${to}: ${why}`, { cause });
  } finally {
    database.close();
  }
}

async function main([to, ...rest]: readonly string[]): Promise<void> {
  const set = given(process.env);
  if (to === undefined || rest.length > 0) throw new Error("Usage: npm run backup -- FILE");
  if (set.DATABASE_URL !== undefined) {
    throw new Error("This Beckon keeps its store in PostgreSQL (DATABASE_URL). Back it up with pg_dump.");
  }
  const profile = set.BECKON_PROFILE === "playground" ? "playground" : "production";
  await backUp(set.DATABASE_FILE ?? DEFAULTS[profile].DATABASE_FILE ?? "", to);
  console.log(`${to} is a copy of the store. Try it: DATABASE_FILE=${to} npm run audit -- verify`);
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : String(fault));
    process.exitCode = 2;
  }
}
