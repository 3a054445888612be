import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { startBeckon } from "./start.ts";

try {
  const config = readConfig(process.env);
  const log = createLog(undefined, config.logLevel);
  const beckon = await startBeckon(config, { log });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      log.info("beckon.stopping", { signal });
      beckon.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exit(1);
}
