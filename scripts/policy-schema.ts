/**
 * The JSON Schema of the policy file for editors, made from the schema that Beckon reads it with, the descriptions of
 * docs/configuration.md and the defaults of env/policy.json: `node scripts/policy-schema.ts` writes it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { PolicyFile } from "../src/config/policy-schema.ts";

export const SCHEMA_FILE = "env/policy.schema.json";

interface Node {
  description?: string;
  default?: unknown;
  properties?: Record<string, Node>;
  additionalProperties?: unknown;
}

export function policySchema(): string {
  const schema = z.toJSONSchema(PolicyFile, { io: "input", target: "draft-7" }) as Node;
  schema.description = "Beckon's policy. docs/configuration.md explains every key.";
  const defaults: unknown = JSON.parse(readFileSync("env/policy.json", "utf8"));
  const described = new Map(rowsOf(readFileSync("docs/configuration.md", "utf8")));
  describe(schema, defaults, described, "");
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The rows of the table of keys: `| `key` | default | what it is |`. */
const rowsOf = (page: string): readonly (readonly [string, string])[] =>
  [...page.matchAll(/^\| `([a-z][\w.]*)` *\|[^|]*\| ([^|]*?) *\|$/gm)].map(([, key = "", text = ""]) => [
    key,
    text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"),
  ]);

function describe(node: Node, given: unknown, described: ReadonlyMap<string, string>, path: string): void {
  const text = described.get(path);
  if (text !== undefined) node.description = text;
  if (node.properties === undefined) {
    if (given !== undefined) node.default = given;
    return;
  }
  for (const [key, child] of Object.entries(node.properties)) {
    const inside =
      typeof given === "object" && given !== null ? (given as Record<string, unknown>)[key] : undefined;
    describe(child, inside, described, path === "" ? key : `${path}.${key}`);
  }
}

if (import.meta.main) writeFileSync(SCHEMA_FILE, policySchema());
