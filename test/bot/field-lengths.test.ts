import { expect, test } from "vitest";
import { z } from "zod";
import { ACTIONS } from "../../src/bot/index.ts";

/** A schema as its JSON schema says it. */
interface Shape {
  readonly type?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly allOf?: readonly Shape[];
  readonly [key: string]: unknown;
}

const isObject = (value: unknown): value is Shape => typeof value === "object" && value !== null;

const isBounded = ({ maxLength, pattern = "" }: Shape): boolean =>
  maxLength !== undefined || (/^\^.*\$$/.test(pattern) && !/[*+]|,\}/.test(pattern));

/** Where a text or a list may be as long as somebody likes. */
function unbounded(shape: unknown, path: string): string[] {
  if (!isObject(shape)) return [];
  const deeper = Object.entries(shape).flatMap(([key, value]) => unbounded(value, `${path}.${key}`));
  const isNamed = shape.enum !== undefined || shape.const !== undefined;
  const isShort = [shape, ...(shape.allOf ?? [])].some(isBounded);
  if (shape.type === "string" && !isNamed && !isShort) return [path, ...deeper];
  return shape.type === "array" && shape.maxItems === undefined ? [path, ...deeper] : deeper;
}

test.each(ACTIONS.map(({ verb, data }) => [verb, data] as const))(
  "no field of %s is longer than its schema says",
  (_, data) => {
    expect(unbounded(z.toJSONSchema(data, { io: "input", unrepresentable: "any" }), "data")).toEqual([]);
  },
);

test("a text without an end is noticed", () => {
  const open = z.object({
    note: z.string(),
    names: z.array(z.string().max(5)),
    any: z.string().regex(/^a+$/),
  });
  expect(unbounded(z.toJSONSchema(open), "data")).toHaveLength(3);
});
