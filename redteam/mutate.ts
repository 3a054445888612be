import type { Dice } from "../chaos/random.ts";

/** A request's body after a mutation, and what is said about it in its headers. */
export interface Body {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "\u0000",
  "\ud800",
  "a\udfff",
  "\u202e\u2066\u200b",
  "__proto__",
  "x".repeat(70_000),
  [],
  {},
  [[]],
  { toString: 1 },
  { length: 1e9 },
];
const KEYS = [
  "constructor",
  "prototype",
  "toString",
  "then",
  "toJSON",
  "",
  "type",
  "value",
  "$when",
  "\ud800",
];

type Node = Record<string, unknown> | unknown[];

/** One of many ways to send something that no client sends, chosen by the dice. */
export function mutate(activity: object, dice: Dice): Body {
  const copy = structuredClone(activity) as Record<string, unknown>;
  for (let times = dice.between(1, 3); times > 0; times--) changeSomewhere(copy, dice);
  const text = asText(copy, dice);
  return asBytes(text, dice);
}

function changeSomewhere(root: Record<string, unknown>, dice: Dice): void {
  const nodes = nodesIn(root);
  const node = dice.pick(nodes);
  const keys = Object.keys(node);
  const key = keys.length === 0 ? "0" : dice.pick(keys);
  const set = (at: string, value: unknown) => {
    if (Array.isArray(node)) node[Number(at) || 0] = value;
    else Object.defineProperty(node, at, { value, enumerable: true, configurable: true, writable: true });
  };
  const changes = [
    () => set(key, structuredClone(dice.pick(VALUES))),
    () => set(key, [Reflect.get(node, key)]),
    () => set(key, { [key]: Reflect.get(node, key) }),
    () => void (Array.isArray(node) ? node.splice(0) : Reflect.deleteProperty(node, key)),
    () => set(dice.pick(KEYS), structuredClone(dice.pick(VALUES))),
    () => set("__proto__", { isAdmin: true, verb: "pick-up", role: "lead" }),
    () => set(key, deep(dice.between(10, 3_000))),
    () =>
      set(
        key,
        Array.from({ length: dice.between(100, 5_000) }, (_, i) => ({ id: `29:${i}` })),
      ),
    () => set(key, wide(dice.between(100, 3_000))),
  ];
  dice.pick(changes)();
}

function nodesIn(value: unknown, most = 300): Node[] {
  const found: Node[] = [];
  const visit = (each: unknown) => {
    if (typeof each !== "object" || each === null || found.length >= most) return;
    found.push(each as Node);
    for (const child of Object.values(each)) visit(child);
  };
  visit(value);
  return found;
}

function deep(levels: number): unknown {
  let value: unknown = "end";
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

const wide = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));

/** Changes that no object can carry: keys that are there twice, numbers and escapes beyond JSON. */
function asText(value: object, dice: Dice): string {
  const text = JSON.stringify(value);
  const half = dice.below(text.length);
  const changes: readonly (() => string)[] = [
    () => text.replace("{", '{"type":"message","type":"invoke",'),
    () => text.replace("{", '{"__proto__":{"type":"message"},'),
    () => text.replace(/:"[^"]*"/, ":1e99999"),
    () => text.replace(/:"[^"]*"/, `:${"9".repeat(1_000)}`),
    () => text.slice(0, half),
    () => `${text}${text}`,
    () => `\ufeff${text}`,
    () => text.replaceAll(":", ":\\"),
    () => text.slice(0, half) + text.slice(half + 1),
    () => `[${text}]`,
    () => JSON.stringify(text),
    () => "[".repeat(dice.between(100, 50_000)),
    () => text.replaceAll('"', "'"),
    () => dice.pick(["", "null", "0", '""', "{}", "[]", "NaN", "{", '{"a":'.repeat(5_000)]),
  ];
  // Most stay JSON, so that they get past the parser.
  return dice.chance(0.75) ? text : dice.pick(changes)();
}

function asBytes(text: string, dice: Dice): Body {
  const bytes = Buffer.from(text);
  const json = { "content-type": "application/json" };
  if (dice.chance(0.85)) return { bytes, headers: json };
  const torn = Buffer.from(bytes);
  for (let i = dice.between(1, 20); i > 0 && torn.length > 0; i--)
    torn[dice.below(torn.length)] = dice.below(256);
  return dice.pick<Body>([
    { bytes: torn, headers: json },
    {
      bytes: Buffer.from(text, "utf16le"),
      headers: { "content-type": "application/json; charset=utf-16le" },
    },
    {
      bytes,
      headers: { ...json, "content-encoding": dice.pick(["gzip", "deflate", "br", "zstd", "x, gzip"]) },
    },
    {
      bytes,
      headers: {
        "content-type": dice.pick(["text/plain", "multipart/form-data", "application/xml", "", "a/b;;"]),
      },
    },
    { bytes: Buffer.concat([bytes, Buffer.alloc(dice.between(1, 400_000), 32)]), headers: json },
    { bytes: Buffer.alloc(0), headers: json },
  ]);
}
