import type { Fields, LogLevel } from "./log.ts";

/** Metrics and traces, made from lines of the log, so that no part of Beckon has to know of them. */
export interface Telemetry {
  /** Costs no waiting; what cannot be sent is dropped. */
  observe(level: LogLevel, name: string, fields: Fields): void;
  /** Sends what is left, within two seconds. */
  stop(): Promise<void>;
}

export const noTelemetry: Telemetry = { observe() {}, async stop() {} };

export interface Resource {
  /** Names this process. */
  readonly instance: string;
  readonly version: string;
}

type Signal = "TRACES" | "METRICS";

const isOn = (env: NodeJS.ProcessEnv, signal: Signal): boolean =>
  env[`OTEL_${signal}_EXPORTER`] !== "none" &&
  Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]);

const PROTOCOLS = [
  "OTEL_EXPORTER_OTLP_PROTOCOL",
  "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
  "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
] as const;

/**
 * Loads and starts OpenTelemetry when its standard variables name a receiver, and nothing of it otherwise.
 * @param failed told when a receiver takes nothing, and when it takes something again.
 * @throws when the variables ask for a protocol that Beckon does not speak.
 * Source: opentelemetry.io/docs/specs/otel/protocol/exporter
 */
export async function startTelemetry(
  env: NodeJS.ProcessEnv,
  resource: Resource,
  failed: (signal: string, isFailing: boolean) => void,
): Promise<Telemetry> {
  const isDisabled = env.OTEL_SDK_DISABLED?.toLowerCase() === "true";
  const signals = { traces: isOn(env, "TRACES"), metrics: isOn(env, "METRICS") };
  if (isDisabled || (!signals.traces && !signals.metrics)) return noTelemetry;
  for (const name of PROTOCOLS) {
    const protocol = env[name] || "http/protobuf";
    if (protocol === "http/protobuf") continue;
    throw new Error(`${name}: Beckon speaks http/protobuf only, usually on port 4318, not ${protocol}`);
  }
  const { createOtlp } = await import("./otlp.ts");
  return createOtlp({
    ...signals,
    resource,
    failed,
    exportEvery: Number(env.OTEL_METRIC_EXPORT_INTERVAL) || 60_000,
    sendSpansAfter: Number(env.OTEL_BSP_SCHEDULE_DELAY) || 5_000,
  });
}
