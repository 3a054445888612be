import type { JsonSchema } from "./policy-check.ts";

/** One key whose value differs, in the words of the policy file. */
export interface PolicyChange {
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Whom it concerns. */
  readonly who: string;
  /** What the key is, as docs/configuration.md says it. */
  readonly what: string;
  /** What changes for them. */
  readonly effect: string;
}

type Values = ReadonlyMap<string, unknown>;

/**
 * What changes when one policy file is replaced by another, in the order of the schema. A key that a file does not name
 * has its default.
 */
export function diffPolicies(before: unknown, after: unknown, schema: JsonSchema): readonly PolicyChange[] {
  const [from, to] = [valuesOf(before, schema), valuesOf(after, schema)];
  const keys = [...new Set([...from.keys(), ...to.keys()])];
  const changed = keys.filter((key) => JSON.stringify(from.get(key)) !== JSON.stringify(to.get(key)));
  return changed.map((key) => {
    const change = { key, from: from.get(key), to: to.get(key) };
    return { ...change, who: whoIn(key), what: whatIn(key, schema), effect: effectOf(change) };
  });
}

/** Every value by its key with dots; lists are one value, and the maps of checks and systems one for each entry. */
function valuesOf(json: unknown, schema: JsonSchema): Values {
  const values = new Map<string, unknown>();
  collect(json, schema, "", values);
  return values;
}

function collect(json: unknown, schema: JsonSchema, path: string, values: Map<string, unknown>): void {
  const given = isRecord(json) ? json : undefined;
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  if (schema.properties !== undefined) {
    for (const [key, child] of Object.entries(schema.properties)) {
      if (key !== "$schema") collect(given?.[key], child, at(key), values);
    }
    return;
  }
  if (isRecord(schema.default)) {
    const all = Object.assign({}, schema.default, given);
    for (const [key, value] of Object.entries(all)) values.set(at(key), value);
    return;
  }
  values.set(path, json ?? schema.default);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** By the beginning of the key. */
const WHO: readonly (readonly [string, string])[] = [
  ["answerWindowMinutes", "people who are asked, and helpers who wait"],
  ["claim", "helpers who picked a request up"],
  ["duty", "everybody who waits for a helper, and the group on duty"],
  ["firstResponse", "people who wait for a helper, the group on duty and leads"],
  ["silentHolder", "helpers who do not answer, and people who wait for them"],
  ["longestMinutes", "people who share their screen, and their helpers"],
  ["shorterMinutes", "people who share their screen"],
  ["warningsMinutes", "both sides of a session"],
  ["extension", "helpers who ask for more time"],
  ["recheck", "both sides of a running session"],
  ["reopenWindowDays", "people whose request was closed"],
  ["askAgain", "helpers after a no, and the people whom they ask"],
  ["consent", "people who are asked"],
  ["limits", "people with a request, and helpers who open them for others"],
  ["retention", "everybody about whom something is kept"],
  ["digest", "readers of the digest"],
  ["anomalies", "readers of the audit channel"],
  ["eligibility.checks.sharer", "people who ask for help"],
  ["eligibility.checks.device", "people by their device"],
  ["eligibility.checks.helper", "helpers"],
  ["eligibility.checks", "everybody"],
  ["eligibility.acceptedPlans", "people and helpers by their licence"],
  ["eligibility.assignments", "helpers by their Intune roles"],
  ["eligibility", "people by their device"],
];

const whoIn = (key: string): string => WHO.find(([start]) => key.startsWith(start))?.[1] ?? "everybody";

function whatIn(key: string, schema: JsonSchema): string {
  let node: JsonSchema | undefined = schema;
  let what = "";
  for (const part of key.split(".")) {
    node = node?.properties?.[part];
    what = node?.description ?? what;
  }
  return what;
}

/** What an unmet condition does under each mode. */
const MODES: Readonly<Record<string, string>> = {
  deny: "refuses every session",
  "view-only": "allows viewing, and refuses control",
  warn: "is told and refuses nothing",
  off: "is not looked at",
};

function effectOf({ key, from, to }: Pick<PolicyChange, "key" | "from" | "to">): string {
  if (key.startsWith("eligibility.checks."))
    return `when it is not met, it ${MODES[String(to)] ?? String(to)}; before, it ${MODES[String(from)] ?? String(from)}`;
  if (key.startsWith("eligibility.osFloor.")) return floors(from, to);
  if (Array.isArray(from) && Array.isArray(to)) return listed(from, to);
  if (typeof from === "number" && typeof to === "number")
    return `${to} instead of ${from}: ${to > from ? "more" : "less"}`;
  return `${JSON.stringify(to)} instead of ${JSON.stringify(from)}`;
}

/** The oldest system of a platform for each level; a level without one is not offered. */
function floors(from: unknown, to: unknown): string {
  const levels = ["view", "control", "elevation"];
  const at = (floors: unknown, level: string) => (isRecord(floors) ? floors[level] : undefined);
  const told = levels.flatMap((level) => {
    const [was, is] = [at(from, level), at(to, level)];
    if (was === is) return [];
    if (is === undefined) return [`${level} is no longer offered`];
    return [
      was === undefined ? `${level} is offered from ${is} on` : `${level} needs ${is} instead of ${was}`,
    ];
  });
  return told.join(", ");
}

function listed(from: readonly unknown[], to: readonly unknown[]): string {
  const without = (list: readonly unknown[], other: readonly unknown[]) => {
    const known = new Set(other.map((each) => JSON.stringify(each)));
    return list.map((each) => JSON.stringify(each)).filter((each) => !known.has(each));
  };
  const [added, gone] = [without(to, from), without(from, to)];
  const told = [
    ...(added.length > 0 ? [`new: ${added.join(", ")}`] : []),
    ...(gone.length > 0 ? [`no longer: ${gone.join(", ")}`] : []),
  ];
  return told.length > 0 ? told.join("; ") : `another order: ${JSON.stringify(to)}`;
}
