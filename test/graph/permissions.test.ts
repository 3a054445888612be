import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { en } from "../../src/cards/text/en/index.ts";
import { FEATURES, PERMISSIONS, type Permission } from "../../src/graph/permissions.ts";

const page = readFileSync("docs/permissions.md", "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| `"));
const sources = readdirSync("src/graph")
  .filter((name) => name !== "permissions.ts")
  .map((name) => readFileSync(`src/graph/${name}`, "utf8"))
  .join("\n");

/** `beckon grant` needs it of the administrator who is signed in, never of Beckon. */
const OF_ADMINISTRATORS = "AppRoleAssignment.ReadWrite.All";

describe("the permissions page", () => {
  test("says of each permission what the code says, and of no other", () => {
    const said = Object.entries(PERMISSIONS).map(
      ([name, { why, file, features }]) =>
        `| \`${name}\` | ${why} | ${features.map((feature) => FEATURES[feature].when).join("; ")} | ${en[`permission.${name as Permission}`]} | \`${file}\` |`,
    );
    expect(rows).toEqual(said);
  });

  test.each(Object.entries(PERMISSIONS))("names for %s a file that asks for it", (name, { file }) => {
    expect(existsSync(file)).toBe(true);
    expect(sources).toContain(name);
    expect(readFileSync(file, "utf8")).toContain(name);
  });

  test("forgets no permission that the code speaks of", () => {
    const spoken = sources.match(/\b[A-Z][A-Za-z]+\.Read(Write)?\.(All|Directory)\b/g) ?? [];
    expect([...new Set(spoken)].filter((name) => !(name in PERMISSIONS))).toEqual([OF_ADMINISTRATORS]);
  });
});
