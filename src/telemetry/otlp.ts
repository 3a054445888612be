import {
  type Attributes,
  type Context,
  type Counter,
  type Gauge,
  type Histogram,
  type Meter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Fields } from "./log.ts";
import { METRICS, type MetricName, type Signal, signalsOf } from "./signals.ts";
import type { Resource, Telemetry } from "./telemetry.ts";
import { currentTurn, type Turn } from "./turn.ts";

const STOPS_WITHIN = 2_000;

interface OtlpOptions {
  readonly traces: boolean;
  readonly metrics: boolean;
  readonly resource: Resource;
  /** Milliseconds between two exports of metrics. */
  readonly exportEvery: number;
  /** Milliseconds after which spans are sent. */
  readonly sendSpansAfter: number;
  readonly failed: (signal: string, isFailing: boolean) => void;
}

/** Metrics and traces by OTLP over HTTP. Addresses, headers, certificates and time limits come from the variables. */
export function createOtlp(options: OtlpOptions): Telemetry {
  const { instance, version } = options.resource;
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": "beckon", "service.version": version }))
    .merge(resourceFromAttributes({ "service.instance.id": instance }))
    .merge(detectResources({ detectors: [envDetector] }));
  const meters = options.metrics
    ? new MeterProvider({
        resource,
        readers: [
          new PeriodicExportingMetricReader({
            exporter: watched("metrics", new OTLPMetricExporter(), options.failed),
            exportIntervalMillis: options.exportEvery,
          }),
        ],
      })
    : null;
  const exporter = options.traces ? watched("traces", new OTLPTraceExporter(), options.failed) : null;
  const spans = exporter
    ? new TracerProvider({
        resource,
        spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: options.sendSpansAfter })],
      })
    : null;
  const record = meters === null ? () => {} : recorder(meters.getMeter("beckon", version));
  const draw = spans === null ? () => {} : drawer(spans, version);
  return {
    observe(level, name, fields) {
      const turn = currentTurn();
      for (const signal of signalsOf(level, name, fields, Date.now(), turn)) record(signal);
      draw(name, fields, turn);
    },
    async stop() {
      const cutOff = new Promise((resolve) => setTimeout(resolve, STOPS_WITHIN).unref());
      await Promise.race([Promise.allSettled([meters?.shutdown(), spans?.shutdown()]), cutOff]);
    },
  };
}

/** Creates each instrument at its first value. */
function recorder(meter: Meter): (signal: Signal) => void {
  const made = new Map<MetricName, (value: number, labels: Attributes) => void>();
  return ({ metric, value, labels }) => {
    const record = made.get(metric) ?? instrument(meter, metric);
    made.set(metric, record);
    record(value, labels);
  };
}

function instrument(meter: Meter, name: MetricName): (value: number, labels: Attributes) => void {
  const { kind, unit, description } = METRICS[name];
  if (kind === "counter") {
    const counter: Counter = meter.createCounter(name, { unit, description });
    return (value, labels) => counter.add(value, labels);
  }
  const measure: Gauge | Histogram =
    kind === "gauge"
      ? meter.createGauge(name, { unit, description })
      : meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: SECONDS } });
  return (value, labels) => measure.record(value, labels);
}

/** Teams gives up on a message after 15 seconds and on a search after five. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15, 30, 60];

/** What a span may carry: ids of requests, codes and numbers; nobody's id. */
const CARRIED = [
  "ticket",
  "command",
  "code",
  "call",
  "items",
  "status",
  "surface",
  "kind",
  "reference",
] as const;

/** A span for the turn, and one below it for each line of it that has a duration. */
function drawer(provider: TracerProvider, version: string) {
  const tracer = provider.getTracer("beckon", version);
  const roots = new WeakMap<Turn, { readonly span: Span; readonly context: Context }>();

  function rootOf(turn: Turn) {
    const known = roots.get(turn);
    if (known !== undefined) return known;
    const span = tracer.startSpan(
      turn.kind,
      { startTime: turn.beganAt, kind: SpanKind.SERVER },
      ROOT_CONTEXT,
    );
    const root = { span, context: trace.setSpan(ROOT_CONTEXT, span) };
    roots.set(turn, root);
    turn.trace = span.spanContext().traceId;
    return root;
  }

  return (name: string, fields: Fields, turn: Turn | undefined): void => {
    const root = turn === undefined ? null : rootOf(turn);
    if (name === "turn.done" && root !== null && turn !== undefined) {
      if (turn.action !== null) root.span.updateName(`${turn.kind} ${turn.action}`);
      root.span.setAttributes({ "beckon.outcome": turn.outcome, "beckon.action": turn.action ?? "" });
      if (turn.outcome === "failed") root.span.setStatus({ code: SpanStatusCode.ERROR });
      root.span.end();
    } else if (typeof fields.ms === "number") {
      const startTime = Date.now() - fields.ms;
      const span = tracer.startSpan(
        name,
        { startTime, attributes: carried(fields), kind: SpanKind.CLIENT },
        root?.context ?? ROOT_CONTEXT,
      );
      if (name.endsWith("failed")) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    } else {
      root?.span.addEvent(name, carried(fields));
    }
  };
}

const carried = (fields: Fields): Attributes =>
  Object.fromEntries(
    CARRIED.flatMap((name) => (fields[name] == null ? [] : [[`beckon.${name}`, fields[name]]])),
  );

interface Exporter<Batch> {
  export(batch: Batch, done: (result: { readonly code: number }) => void): void;
}

/** Tells once when a receiver takes nothing any more, and once when it takes something again. */
function watched<Batch, Kind extends Exporter<Batch>>(
  signal: string,
  exporter: Kind & Exporter<Batch>,
  failed: OtlpOptions["failed"],
): Kind {
  let isFailing = false;
  const send = exporter.export.bind(exporter);
  exporter.export = (batch, done) =>
    send(batch, (result) => {
      const fails = result.code !== 0;
      if (fails !== isFailing) failed(signal, fails);
      isFailing = fails;
      done(result);
    });
  return exporter;
}
