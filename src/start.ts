import { randomUUID } from "node:crypto";
import { VERSION } from "./config/version.ts";
import { faultFields } from "./teams/fault.ts";
import { createLog } from "./telemetry/log.ts";
import { ownStreams } from "./telemetry/streams.ts";
import { startTelemetry } from "./telemetry/telemetry.ts";

/** Starts the bot, which runs until a signal stops it. Ends the process when it cannot start. */
export async function start(): Promise<void> {
  const write = ownStreams(faultFields);
  /** In every line, so that it is known which process and which build wrote it. */
  const always = { instance: randomUUID(), release: VERSION };
  // Loaded only now, because libraries may print while they are loaded.
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
    // Also while it waits for the database: the first process of a container has no default for these signals.
    let stop = async (): Promise<void> => {};
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        log.info("beckon.stopping", { signal });
        stop()
          .then(telemetry.stop)
          .then(
            () => process.exit(0),
            () => process.exit(1),
          );
      });
    }
    const beckon = await startBeckon(config, { log, instance: always.instance });
    stop = beckon.stop;
  } catch (fault) {
    const log = createLog(write, undefined, { always });
    const said = fault instanceof Error ? fault.message : String(fault);
    for (const why of fault instanceof ConfigMistakes ? fault.mistakes : [said]) {
      log.error("start.failed", { why });
    }
    process.exit(1);
  }
}
