import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";

// Before anything else is loaded: a second start then takes a quarter less time.
enableCompileCache();

const { readCall } = await import("./config/command-line.ts");
const { values } = readCall({
  usage: "npm start",
  does: "Starts Beckon with the variables of docs/configuration.md, from the process and env/.env.local.",
  // Node's own --env-file-if-exists prints a line when the file is missing.
  options: {
    variables: {
      value: "FILE",
      does: "where the process has no variable, take it from this file if it exists",
    },
  },
});
if (values.variables !== undefined && existsSync(values.variables)) process.loadEnvFile(values.variables);

const { faultFields } = await import("./teams/fault.ts");
const { createLog } = await import("./telemetry/log.ts");
const { startTelemetry } = await import("./telemetry/telemetry.ts");
const { ownStreams } = await import("./telemetry/streams.ts");
const { VERSION } = await import("./config/version.ts");
const write = ownStreams(faultFields);
/** In every line, so that it is known which process and which build wrote it. */
const always = { instance: randomUUID(), release: VERSION };

const { ConfigMistakes, readConfig } = await import("./config/config.ts");
const { startBeckon } = await import("./compose.ts");
const { EnvHttpProxyAgent, setGlobalDispatcher } = await import("undici");

try {
  const config = readConfig(process.env);
  // Everything in the playground is on this machine.
  if (config.profile !== "playground") setGlobalDispatcher(new EnvHttpProxyAgent());
  const plain = createLog(write, config.logLevel, { always });
  const telemetry = await startTelemetry(
    process.env,
    { instance: always.instance, version: VERSION },
    (signal, isFailing) => {
      if (isFailing) plain.warn("telemetry.not-sent", { signal });
      else plain.info("telemetry.sent", { signal });
    },
  );
  const log = createLog(write, config.logLevel, { always, observe: telemetry.observe });
  const beckon = await startBeckon(config, { log, instance: always.instance });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      log.info("beckon.stopping", { signal });
      beckon
        .stop()
        .then(telemetry.stop)
        .then(
          () => process.exit(0),
          () => process.exit(1),
        );
    });
  }
} catch (fault) {
  const log = createLog(write, undefined, { always });
  const said = fault instanceof Error ? fault.message : String(fault);
  for (const why of fault instanceof ConfigMistakes ? fault.mistakes : [said]) {
    log.error("start.failed", { why });
  }
  process.exit(1);
}
