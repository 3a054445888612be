import { existsSync } from "node:fs";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { backup, DatabaseSync } from "node:sqlite";

/** Pages copied at once; between two batches other work of the process runs. */
const PAGES = 500;

/** @param pages copied so far. @param total of them. */
type Copied = (pages: number, total: number) => void;

/**
 * Copies a SQLite store, also while Beckon runs. The copy is the store at one moment, with everything acknowledged until
 * then; it appears under its name only when it is complete.
 *
 * @param check of the complete copy, before it gets its name; when it throws, there is no copy.
 * @throws Error that says what to do; nothing was overwritten.
 */
export async function copySqlite(
  from: string,
  to: string,
  copied: Copied = () => {},
  check: (copy: string) => Promise<void> = async () => {},
): Promise<void> {
  insistOnRoom(to);
  const unfinished = `${to}.unfinished`;
  await removeDatabase(unfinished);
  try {
    await copyPages(from, unfinished, copied);
    await check(unfinished);
    await named(unfinished, to);
  } finally {
    await removeDatabase(unfinished);
  }
}

const takenBy = (file: string) => `${file} is there already, and nothing was changed.`;

function insistOnRoom(to: string): void {
  for (const taken of [to, `${to}-wal`, `${to}-shm`]) if (existsSync(taken)) throw new Error(takenBy(taken));
}

/** File systems without hard links, such as FAT and some shares. */
const NO_LINKS: ReadonlySet<unknown> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** Beckon may have made a store there while the copy was checked: a link, unlike a renaming, replaces nothing. */
async function named(unfinished: string, to: string): Promise<void> {
  insistOnRoom(to);
  try {
    await link(unfinished, to);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EEXIST") throw new Error(takenBy(to), { cause });
    if (!NO_LINKS.has(code)) throw cause;
    await rename(unfinished, to);
  }
}

async function copyPages(from: string, to: string, copied: Copied): Promise<void> {
  // Created with its permissions, so that the copy is never readable for other users.
  await writeFile(to, "", { mode: 0o600 });
  const database = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(database, to, {
      rate: PAGES,
      progress: ({ totalPages, remainingPages }) => copied(totalPages - remainingPages, totalPages),
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${from} could not be copied to ${to}: ${why}`, { cause });
  } finally {
    database.close();
  }
}

const removeDatabase = async (file: string): Promise<void> => {
  for (const each of [file, `${file}-wal`, `${file}-shm`]) await rm(each, { force: true });
};
