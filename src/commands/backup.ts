import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Command } from "commander";
import { inWords } from "../audit/breaks.ts";
import { counted } from "../audit/counted.ts";
import { settingsIn } from "../audit/settings.ts";
import { commandOf } from "../cli/command-line.ts";
import type { Progress } from "../cli/progress.ts";
import { ConfigMistakes } from "../config/config.ts";
import { DEFAULTS } from "../config/environment.ts";
import { readVariables } from "../config/secret-files.ts";
import { systemClock } from "../ports/clock.ts";
import type { IntegrityFault, VerifiedCounts } from "../ports/evidence.ts";
import { copySqlite } from "../store/engines/sqlite-backup.ts";
import { openStore, type StoreConfig } from "../store/open-store.ts";
import { createLog } from "../telemetry/log.ts";
import { progressOnTerminal } from "./terminal.ts";

const log = createLog((line) => process.stderr.write(line), "warn");
const json = { does: "JSON for programs" } as const;
/** Breaks that are told one by one. */
const MOST_TOLD = 20;

export const backupCommand = (): Command =>
  commandOf(
    {
      name: "backup",
      does: "copies the SQLite store to FILE while Beckon runs",
      words: "<FILE>",
      options: { json },
    },
    async ({ words: [to = ""], values }) => {
      await backUp(sqliteFile("Back it up with pg_dump."), to, progressOnTerminal);
      print(
        values.json,
        { backup: to },
        `${to} is a copy of the store. Try it: DATABASE_FILE=${to} npm run audit -- verify`,
      );
      return 0;
    },
  );

export const restoreCommand = (): Command =>
  commandOf(
    {
      name: "restore",
      does: "checks a backup, puts it where there is no store, and verifies it; a store that is there stays",
      words: "<BACKUP>",
      options: { json },
    },
    async ({ words: [from = ""], values }) => {
      const file = sqliteFile("Restore it with pg_restore, and verify it: npm run audit -- verify");
      const restored = await restore(from, { ...settingsIn(process.env).store, file }, progressOnTerminal);
      const { tickets, events } = restored.counts;
      print(
        values.json,
        { restored: file, ...restored },
        [
          `${file} is the store of ${from}: ${counted(tickets, "ticket")}, ${counted(events, "event")}, verified.`,
          restored.newestAnchor === null
            ? "It has no anchor."
            : `Its newest anchor is ${restored.newestAnchor.number} of ${restored.newestAnchor.at}: compare it with the audit channel.`,
          "What came after that backup is not in it: erase again who was erased since (docs/operating.md, Restore). Then start Beckon.",
        ].join("\n"),
      );
      return 0;
    },
  );

function sqliteFile(elsewhere: string): string {
  const { set, mistakes } = readVariables(process.env);
  // Without this, an address of PostgreSQL that cannot be read would let an SQLite file that is left over pass for the store.
  if (mistakes.length > 0) throw new ConfigMistakes(mistakes);
  if (set.DATABASE_URL !== undefined) {
    throw new Error(`This Beckon keeps its store in PostgreSQL (DATABASE_URL). ${elsewhere}`);
  }
  const profile = set.BECKON_PROFILE === "playground" ? "playground" : "production";
  return set.DATABASE_FILE ?? DEFAULTS[profile].DATABASE_FILE ?? "";
}

function print(isJson: boolean, outcome: object, sentence: string): void {
  process.stdout.write(`${isJson ? JSON.stringify(outcome) : sentence}\n`);
}

/** @throws Error that says what to do; nothing was overwritten. */
export async function backUp(file: string, to: string, progress: Progress): Promise<void> {
  if (!existsSync(file)) throw new Error(`DATABASE_FILE: there is no database at ${file}`);
  const folder = dirname(to);
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}. Make it, or name another file.`);
  await copied(file, to, progress);
}

interface Restored {
  readonly counts: VerifiedCounts;
  readonly newestAnchor: { readonly number: number; readonly at: string; readonly hash: string } | null;
}

/**
 * Copies a backup to where no store is. The copy is opened with its key, brought up to date and verified before it gets
 * its name, so a backup that is damaged, foreign or changed is not restored. The backup itself stays as it is.
 *
 * @throws Error that says what to do; nothing was restored.
 */
export async function restore(
  from: string,
  store: StoreConfig & { readonly file: string },
  progress: Progress,
): Promise<Restored> {
  if (!existsSync(from)) throw new Error(`there is no database at ${from}, so nothing was restored.`);
  if (statSync(from).size === 0) throw new Error(`${from} is empty, and no backup. Nothing was restored.`);
  if (existsSync(store.file)) {
    throw new Error(
      `There is a store at ${store.file}, and nothing was changed. Stop Beckon and keep that store under another name, with its -wal and -shm files: it is evidence. Then restore again.`,
    );
  }
  // A new machine has no data/ before the first start.
  mkdirSync(dirname(store.file), { recursive: true });
  const restored: Restored[] = [];
  await copied(from, store.file, progress, async (file) => {
    restored.push(await verified({ ...store, file }, progress));
  });
  const [outcome] = restored;
  if (outcome === undefined) throw new Error("the copy was not checked");
  return outcome;
}

async function copied(
  from: string,
  to: string,
  progress: Progress,
  check: (copy: string) => Promise<void> = async () => {},
): Promise<void> {
  const counter = progress.begin("percent copied", 100);
  const percent = (pages: number, total: number) => counter.done(Math.floor((pages / total) * 100));
  await copySqlite(from, to, percent, (copy) => {
    counter.end();
    return check(copy);
  }).finally(counter.end);
}

async function verified(config: StoreConfig, progress: Progress): Promise<Restored> {
  const store = await openStore(config, { clock: systemClock, log });
  try {
    const { evidence } = store;
    const breaks: IntegrityFault[] = [];
    const counter = progress.begin("tickets verified", (await evidence.ticketsIn({})).length);
    const counts = await evidence
      .verify({ progress: counter.done }, (broken) => breaks.push(broken))
      .finally(counter.end);
    if (breaks.length > 0) {
      const told = breaks.slice(0, MOST_TOLD).map((broken) => `\n  ${inWords(broken)}`);
      throw new Error(
        `The backup has ${breaks.length} breaks, and nothing was restored. docs/audit.md says what they mean:${told.join("")}`,
      );
    }
    const newest = await evidence.newestAnchor();
    const newestAnchor =
      newest === null
        ? null
        : { number: newest.number, at: new Date(newest.at).toISOString(), hash: newest.hash };
    return { counts, newestAnchor };
  } finally {
    await store.close();
  }
}
