import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { policySchema, SCHEMA_FILE } from "../../scripts/policy-schema.ts";
import { checkPolicy, type JsonSchema, nearestTo } from "../../src/config/policy-check.ts";
import { diffPolicies } from "../../src/config/policy-diff.ts";
import { type Policies, parsePolicyFile } from "../../src/config/policy-file.ts";
import { policyHash } from "../../src/config/policy-hash.ts";

const text = readFileSync("env/policy.json", "utf8");
const schema: JsonSchema = JSON.parse(readFileSync(SCHEMA_FILE, "utf8"));
const check = (content: object) => checkPolicy(JSON.stringify(content), "Etc/UTC", schema);
const diff = (before: object, after: object) => diffPolicies(before, after, schema);

test(`${SCHEMA_FILE} is the schema of the code; \`node scripts/policy-schema.ts\` writes it`, () => {
  expect(readFileSync(SCHEMA_FILE, "utf8")).toBe(policySchema());
});

test("the published schema names every key of env/policy.json, and describes and presets all but lists of them", () => {
  const walk = (node: JsonSchema | undefined, value: unknown, path: string): readonly string[] => {
    if (node === undefined) return [path];
    if (node.properties === undefined || typeof value !== "object" || value === null) {
      const isTold = node.description !== undefined && JSON.stringify(node.default) === JSON.stringify(value);
      return isTold || path === ".$schema" ? [] : [path];
    }
    return Object.entries(value).flatMap(([key, inner]) =>
      walk(node.properties?.[key], inner, `${path}.${key}`),
    );
  };
  expect(walk(schema, JSON.parse(text), "")).toEqual([]);
});

describe("a policy file that is checked", () => {
  test("of the repository has no problem", () => {
    expect(checkPolicy(text, "Etc/UTC", schema)).toEqual([]);
  });

  test("has every problem told at once, with path, value and the nearest key", () => {
    const problems = check({
      longestMinuts: { view: 20 },
      warningsMinutes: [5, "x"],
      extension: { minuts: 3, most: 99 },
      shorterMinutes: 200,
      eligibility: { checks: { "device-complaint": "deny", "device-recent": "no" } },
    });
    expect(problems.map(({ path, value, nearest }) => [path.join("."), value, nearest])).toEqual([
      ["warningsMinutes.1", '"x"', undefined],
      ["extension.most", "99", undefined],
      ["extension.minuts", undefined, "minutes"],
      ["eligibility.checks.device-recent", '"no"', undefined],
      ["eligibility.checks.device-complaint", undefined, "device-compliant"],
      ["longestMinuts", undefined, "longestMinutes"],
      ["shorterMinutes", "200", undefined],
    ]);
    expect(problems.at(-1)?.problem).toBe("must not be longer than longestMinutes.view");
  });

  test("is no JSON, or nothing that is meant by a key", () => {
    expect(checkPolicy("{", "Etc/UTC", schema)).toMatchObject([
      { path: [], problem: expect.stringMatching("no JSON") },
    ]);
    expect(nearestTo("colour", ["digest", "limits"])).toBeNull();
  });
});

describe("two policy files", () => {
  test("that say the same differ in nothing, and have one hash", () => {
    expect(diff({}, JSON.parse(text))).toEqual([]);
    const hashOf = (content: string) => policyHash(parsePolicyFile(content) as Policies);
    expect(hashOf("{}")).toBe(hashOf(text));
    expect(hashOf('{"retention":{"pressesDays":20}}')).toBe(hashOf(text));
    expect(hashOf('{"eligibility":{"maxCheckInAgeDays":7}}')).not.toBe(hashOf(text));
    expect(hashOf(text)).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each([
    [{ longestMinutes: { view: 20 } }, "longestMinutes.view", "20 instead of 30: less"],
    [{ consent: { phrase: false } }, "consent.phrase", "false instead of true"],
    [
      { eligibility: { checks: { "device-compliant": "warn" } } },
      "eligibility.checks.device-compliant",
      "when it is not met, it is told and refuses nothing; before, it refuses every session",
    ],
    [
      { eligibility: { acceptedCompliance: ["compliant"] } },
      "eligibility.acceptedCompliance",
      'no longer: "inGracePeriod"',
    ],
    [
      { eligibility: { osFloor: { macos: { view: "12", control: "13.0" } } } },
      "eligibility.osFloor.macos",
      "view needs 12 instead of 11.0",
    ],
    [
      { eligibility: { osFloor: { windows: { view: "10.0" } } } },
      "eligibility.osFloor.windows",
      "control is no longer offered, elevation is no longer offered",
    ],
    [{ warningsMinutes: [10, 1] }, "warningsMinutes", "new: 10; no longer: 5"],
    [{ warningsMinutes: [1, 5] }, "warningsMinutes", "another order: [1,5]"],
  ])("%j changes %s", (after, key, effect) => {
    expect(diff({}, after)).toMatchObject([
      { key, effect, who: expect.stringMatching(/./), what: expect.stringMatching(/./) },
    ]);
  });
});
