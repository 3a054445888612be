import { hostname, userInfo } from "node:os";
import { systemClock } from "../ports/clock.ts";
import { openStore } from "../store/open-store.ts";
import { createLog } from "../telemetry/log.ts";
import { EXIT_USAGE, exitOfHelp, help, runAudit, wantsHelp } from "./run-audit.ts";
import { readSettings } from "./settings.ts";

/** Standard output is for what was asked for, so that it can be piped. */
const log = createLog((line) => process.stderr.write(line), "warn");

async function main(args: readonly string[]): Promise<number> {
  if (wantsHelp(args)) {
    console.log(help(args[0]));
    return exitOfHelp(args);
  }
  const settings = readSettings(process.env);
  const store = await openStore(settings.store, { clock: systemClock, log });
  try {
    const { evidence, contact } = store;
    const who = `${userInfo().username}@${hostname()}`;
    const { policy, reader } = settings;
    const print = (line: string) => console.log(line);
    return await runAudit(args, { evidence, contact, policy, reader, clock: systemClock, who, print });
  } finally {
    await store.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = EXIT_USAGE;
}
