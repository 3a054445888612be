/** Containers in one another; cards in forwarded messages have about 30, and no walk of so many runs out of stack. */
const MOST_DEPTH = 1_000;
const MOST_VALUES = 20_000;
/** Of one object: of a card's data too. */
const MOST_KEYS = 200;
const LONGEST_KEY = 200;

/**
 * Of what a body has too much, in a word for the log; null when it fits. Asked before anything walks through it: a body
 * of allowed size may still hold a hundred thousand lists in one another.
 */
export function excessOf(body: unknown): "depth" | "values" | "keys" | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 0 }];
  let values = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth === MOST_DEPTH) return "depth";
    const keys = Array.isArray(value) ? [] : Object.keys(value);
    if (keys.length > MOST_KEYS || keys.some((key) => key.length > LONGEST_KEY)) return "keys";
    const inside: readonly unknown[] = Object.values(value);
    values += inside.length;
    if (values > MOST_VALUES) return "values";
    for (const each of inside) open.push({ value: each, depth: depth + 1 });
  }
  return null;
}
