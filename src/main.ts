import { enableCompileCache } from "node:module";

// Before anything else is loaded: a second start then takes a quarter less time.
enableCompileCache();

const { readCall } = await import("./config/command-line.ts");
readCall({
  usage: "npm start",
  does: "Starts Beckon with the variables of docs/configuration.md, from the process and env/.env.local.",
});

const { readConfig } = await import("./config/config.ts");
const { createLog } = await import("./telemetry/log.ts");
const { startBeckon } = await import("./compose.ts");

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
