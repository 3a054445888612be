import { hostname, userInfo } from "node:os";
import { EXIT_USAGE } from "../config/command-line.ts";
import { systemClock } from "../ports/clock.ts";
import { openStore } from "../store/open-store.ts";
import { createLog } from "../telemetry/log.ts";
import { exitOfHelp, help, runAudit, wantsHelp } from "./run-audit.ts";
import { readSettings } from "./settings.ts";

/** Standard output carries only what was asked for, so that it can be piped. */
const log = createLog((line) => process.stderr.write(line), "warn");

const print = (line: string) => console.log(line);
const complain = (line: string) => console.error(line);

async function main(args: readonly string[]): Promise<number> {
  if (wantsHelp(args)) {
    const code = exitOfHelp(args);
    if (code !== 0) complain(`there is no ${args[0]}\n`);
    (code === 0 ? print : complain)(help(args[0]));
    return code;
  }
  const settings = readSettings(process.env);
  const store = await openStore(settings.store, { clock: systemClock, log });
  try {
    const { evidence, contact, thread, sharedFile } = store;
    const who = `${userInfo().username}@${hostname()}`;
    const { policy, reader, anchorFile } = settings;
    return await runAudit(args, {
      anchorFile,
      evidence,
      contact,
      thread,
      sharedFile,
      policy,
      reader,
      clock: systemClock,
      who,
      print,
      complain,
    });
  } finally {
    await store.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  complain(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = EXIT_USAGE;
}
