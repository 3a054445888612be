import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { backup, DatabaseSync } from "node:sqlite";
import { readCall } from "../src/config/command-line.ts";
import { DEFAULTS } from "../src/config/environment.ts";
import { readVariables } from "../src/config/secret-files.ts";

/** Pages copied at once; between two batches other work of the process runs. */
const PAGES = 500;

/**
 * Copies a SQLite store while Beckon runs. The copy is the store at one moment, with everything acknowledged until
 * then; it appears under its name only when it is complete.
 *
 * @throws Error that says what to do; nothing was overwritten.
 */
export async function backUp(file: string, to: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`DATABASE_FILE: there is no database at ${file}`);
  if (existsSync(to)) throw new Error(`${to} is there already. Choose another name, or remove it first.`);
  const unfinished = `${to}.unfinished`;
  await rm(unfinished, { force: true });
  // Created with its permissions, so that the copy is never readable for other users.
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

async function main(): Promise<void> {
  const { words } = readCall({
    usage: "npm run backup -- FILE",
    does: "Copies the SQLite store to FILE while Beckon runs. DATABASE_FILE and env/.env.local name the store.",
    words: [1, 1],
  });
  const [to = ""] = words;
  const { set } = readVariables(process.env);
  if (set.DATABASE_URL !== undefined) {
    throw new Error("This Beckon keeps its store in PostgreSQL (DATABASE_URL). Back it up with pg_dump.");
  }
  const profile = set.BECKON_PROFILE === "playground" ? "playground" : "production";
  await backUp(set.DATABASE_FILE ?? DEFAULTS[profile].DATABASE_FILE ?? "", to);
  console.log(`${to} is a copy of the store. Try it: DATABASE_FILE=${to} npm run audit -- verify`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : String(fault));
    process.exitCode = 2;
  }
}
