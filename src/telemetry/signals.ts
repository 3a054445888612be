import type { Fields, LogLevel } from "./log.ts";
import type { Turn } from "./turn.ts";

/** Values of closed lists only: verbs, codes, kinds. An id would make a series of its own for each. */
type Labels = Readonly<Record<string, string>>;

/** What a line of the log adds to a metric. Durations are in seconds, as OpenTelemetry wants them. */
export interface Signal {
  readonly metric: MetricName;
  readonly value: number;
  readonly labels: Labels;
}

interface Metric {
  readonly kind: "counter" | "histogram" | "gauge";
  readonly unit: string;
  readonly description: string;
}

/** Every metric that Beckon has. docs/monitoring.md explains them, and infra/monitoring uses some. */
export const METRICS = {
  "beckon.turn.duration": {
    kind: "histogram",
    unit: "s",
    description: "From the arrival of an activity to its answer, by kind, action and outcome",
  },
  "beckon.commands": { kind: "counter", unit: "{command}", description: "Decided commands, by outcome" },
  "beckon.refusals": { kind: "counter", unit: "{refusal}", description: "Refused commands, by code" },
  "beckon.graph.duration": {
    kind: "histogram",
    unit: "s",
    description: "A request to Microsoft Graph, by call and outcome",
  },
  "beckon.graph.throttled": {
    kind: "counter",
    unit: "{answer}",
    description: "Answers of Microsoft Graph that were 429 or 503",
  },
  "beckon.cards": { kind: "counter", unit: "{card}", description: "Cards that were sent, by what was done" },
  "beckon.cards.failed": { kind: "counter", unit: "{card}", description: "Sends that failed, by kind" },
  "beckon.card.lag": {
    kind: "histogram",
    unit: "s",
    description: "From the arrival of an activity to each card that follows from it",
  },
  "beckon.faults": { kind: "counter", unit: "{line}", description: "Lines of level error, by name" },
  "beckon.sessions.live": { kind: "gauge", unit: "{session}", description: "Live sessions" },
  "beckon.queue.waiting": { kind: "gauge", unit: "{request}", description: "Requests that nobody has" },
  "beckon.queue.age": { kind: "gauge", unit: "s", description: "How long the oldest of them has waited" },
  "beckon.deadline.lag": { kind: "gauge", unit: "s", description: "How late the oldest due deadline is" },
  "beckon.delivery.lag": { kind: "gauge", unit: "s", description: "How long cards have been due" },
  "beckon.memory": { kind: "gauge", unit: "By", description: "In use after the newest full collection" },
  "beckon.loop.delay": { kind: "gauge", unit: "s", description: "Delay of the event loop, 99th percentile" },
} as const satisfies Readonly<Record<string, Metric>>;
export type MetricName = keyof typeof METRICS;

const MEBIBYTE = 2 ** 20;
const THROTTLED: ReadonlySet<unknown> = new Set([429, 503]);

const label = (value: Fields[string]): string => (value == null ? "" : String(value));
const one = (metric: MetricName, labels: Labels): Signal => ({ metric, value: 1, labels });

function measured(metric: MetricName, value: Fields[string], scale = 1): Signal[] {
  return typeof value === "number" ? [{ metric, value: value / scale, labels: {} }] : [];
}

function ofTurn({ turn, action, outcome, ms }: Fields): Signal[] {
  const labels = { turn: label(turn), action: label(action), outcome: label(outcome) };
  return [{ metric: "beckon.turn.duration", value: Number(ms) / 1000, labels }];
}

function ofGraph({ call, ms, status }: Fields, outcome: string): Signal[] {
  const labels = { call: label(call), outcome };
  return [
    { metric: "beckon.graph.duration", value: Number(ms) / 1000, labels },
    ...(THROTTLED.has(status) ? [one("beckon.graph.throttled", { call: label(call) })] : []),
  ];
}

const ofHealth = (fields: Fields): Signal[] => [
  ...measured("beckon.sessions.live", fields.liveSessions),
  ...measured("beckon.queue.waiting", fields.waiting),
  ...measured("beckon.queue.age", fields.oldestWaitMs, 1000),
  ...measured("beckon.deadline.lag", fields.deadlineLagMs, 1000),
  ...measured("beckon.delivery.lag", fields.deliveryLagMs, 1000),
  ...measured("beckon.memory", fields.liveMiB, 1 / MEBIBYTE),
  ...measured("beckon.loop.delay", fields.loopDelayP99Ms, 1000),
];

const SENT = /^surface\.(?<did>posted|posted-again|updated)$/;

/** @param now epoch milliseconds. @param turn in which the line was written. */
export function signalsOf(
  level: LogLevel,
  name: string,
  fields: Fields,
  now: number,
  turn?: Pick<Turn, "beganAt">,
): readonly Signal[] {
  const fault = level === "error" ? [one("beckon.faults", { name })] : [];
  return [...fault, ...ofLine(name, fields, now, turn)];
}

function ofLine(name: string, fields: Fields, now: number, turn?: Pick<Turn, "beganAt">): Signal[] {
  const command = label(fields.command);
  switch (name) {
    case "turn.done":
      return ofTurn(fields);
    case "command.done":
      return [one("beckon.commands", { command, outcome: "done" })];
    case "command.refused":
      return [
        one("beckon.commands", { command, outcome: "refused" }),
        one("beckon.refusals", { command, code: label(fields.code) }),
      ];
    case "graph.answered":
      return ofGraph(fields, "answered");
    case "graph.failed":
      return ofGraph(fields, "failed");
    case "graph.item-failed":
      return THROTTLED.has(fields.status)
        ? [one("beckon.graph.throttled", { call: label(fields.call) })]
        : [];
    case "surface.failed":
      return [one("beckon.cards.failed", { kind: label(fields.kind) })];
    case "health":
      return ofHealth(fields);
  }
  const did = SENT.exec(name)?.groups?.did;
  if (did === undefined) return [];
  const lag: Signal[] = turn
    ? [{ metric: "beckon.card.lag", value: (now - turn.beganAt) / 1000, labels: {} }]
    : [];
  return [one("beckon.cards", { did }), ...lag];
}
