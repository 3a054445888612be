import { hostname, userInfo } from "node:os";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { auditCommands } from "../audit/run-audit.ts";
import { readSettings } from "../audit/settings.ts";
import { systemClock } from "../ports/clock.ts";
import { openStore, openStoreToRead } from "../store/open-store.ts";
import { createLog } from "../telemetry/log.ts";
import { progressOnTerminal } from "./terminal.ts";

/** Standard output carries only what was asked for, so that it can be piped. */
const log = createLog((line) => process.stderr.write(line), "warn");

export const auditGroup = (): Command =>
  auditCommands(async (read, work, onlyReads) => {
    const settings = readSettings(process.env);
    const options = read(settings.reader.timeZone);
    const open = onlyReads ? openStoreToRead : openStore;
    const store = await open(settings.store, { clock: systemClock, log });
    try {
      const { evidence, contact, thread, sharedFile } = store;
      const { policy, reader, anchorFile } = settings;
      return await work(options, {
        anchorFile,
        evidence,
        contact,
        thread,
        sharedFile,
        policy,
        reader,
        clock: systemClock,
        who: `${userInfo().username}@${hostname()}`,
        print: (line) => process.stdout.write(`${line}\n`),
        confirm,
        progress: progressOnTerminal,
      });
    } finally {
      await store.close();
    }
  });

/** A script has nobody to ask, and has decided by calling. */
async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
