import { NO_KEY, type PolicyProblem, parseJson, readPolicy } from "./policy-file.ts";

/** One problem with what helps to mend it. */
export interface ExplainedProblem extends PolicyProblem {
  /** As JSON, shortened; absent for a key that is no key, and for the whole file. */
  readonly value?: string;
  /** The key that was probably meant. */
  readonly nearest?: string;
}

const MOST_SHOWN = 60;

/**
 * Every problem of a policy file at once: also contradictions between values that are valid, when others are not.
 * @param schema env/policy.schema.json, which names the keys.
 */
export function checkPolicy(text: string, timeZone: string, schema: JsonSchema): readonly ExplainedProblem[] {
  const json = parseJson(text);
  if ("mistake" in json) return [{ path: [], problem: json.mistake }];
  const { problems, policies } = readPolicy(json.value, timeZone);
  if (policies !== null) return problems.map((problem) => explained(problem, json.value, schema));
  const sound = structuredClone(json.value);
  for (const { path } of problems) remove(sound, path);
  const rest = readPolicy(sound, timeZone);
  const contradictions = rest.policies === null ? [] : rest.problems;
  return [...problems, ...contradictions].map((problem) => explained(problem, json.value, schema));
}

function explained(problem: PolicyProblem, json: unknown, schema: JsonSchema): ExplainedProblem {
  const { path } = problem;
  if (problem.problem === NO_KEY) {
    const nearest = nearestTo(path.at(-1) ?? "", keysAt(schema, path.slice(0, -1)));
    return nearest === null ? problem : { ...problem, nearest };
  }
  const value = path.length === 0 ? undefined : path.reduce(memberOf, json);
  if (value === undefined) return problem;
  const shown = JSON.stringify(value);
  return { ...problem, value: shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown };
}

/** The part of a JSON Schema that is read here. */
export interface JsonSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly items?: JsonSchema;
}

function keysAt(schema: JsonSchema | undefined, path: readonly string[]): readonly string[] {
  const at = path.reduce<JsonSchema | undefined>(
    (each, key) => (/^\d+$/.test(key) ? each?.items : each?.properties?.[key]),
    schema,
  );
  return at?.propertyNames?.enum ?? Object.keys(at?.properties ?? {});
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const memberOf = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);

function remove(json: unknown, path: readonly string[]): void {
  const [last = ""] = path.slice(-1);
  // Without one entry, a list would mean something else.
  if (/^\d+$/.test(last)) {
    remove(json, path.slice(0, -1));
    return;
  }
  const owner = path.slice(0, -1).reduce(memberOf, json);
  if (isObject(owner)) delete owner[last];
}

/** Null when nothing is near: more than two in five letters differ. */
export function nearestTo(word: string, candidates: readonly string[]): string | null {
  const distances = candidates.map(
    (each) => [distance(word.toLowerCase(), each.toLowerCase()), each] as const,
  );
  const [nearest] = distances.toSorted(([a], [b]) => a - b);
  if (nearest === undefined) return null;
  const [letters, candidate] = nearest;
  return letters <= Math.max(word.length, candidate.length) * 0.4 ? candidate : null;
}

/** Levenshtein: insertions, deletions and replacements of letters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
