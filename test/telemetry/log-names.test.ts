import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const page = readFileSync("docs/operating.md", "utf8");
const NAMED = /\blog\.(?<level>info|warn|error)\(\s*"(?<name>[^"]+)"/g;

const files = globSync("src/**/*.ts");
const named = files.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(NAMED)].map(({ groups }) => ({
    level: groups?.level ?? "",
    name: groups?.name ?? "",
  })),
);
const worthALook = new Set(named.filter(({ level }) => level !== "info").map(({ name }) => name));

describe("the names in the log", () => {
  test.each([...new Set(named.map(({ name }) => name))].sort())("%s is dotted, with hyphens", (name) => {
    expect(name).toMatch(/^[a-z]+(\.[a-z]+(-[a-z]+)*)?$/);
  });

  test.each([...worthALook].sort())("%s is explained to operators", (name) => {
    expect(page).toContain(`\`${name}\``);
  });
});
