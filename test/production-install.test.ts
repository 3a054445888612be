import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };

/** What `npm ci --omit=dev --omit=optional` leaves out must not be needed to run. */
const installed = Object.keys(packageJson.dependencies);
const SPECIFIER =
  /\bfrom "(?<name>[^".][^"]*)"|\bimport\("(?<late>[^".][^"]*)"\)|^import "(?<bare>[^".][^"]*)"/gm;

const packageOf = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const imported = new Set(
  [...globSync("src/**/*.ts"), "scripts/backup.ts"]
    .filter((file) => !file.includes("playground"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(SPECIFIER)])
    .map(({ groups }) => packageOf(groups?.name ?? groups?.late ?? groups?.bare ?? ""))
    .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name)),
);

describe("a production install", () => {
  test.each([...imported].sort())("has %s", (name) => {
    expect(installed).toContain(name);
  });

  test("imports something, so that the list above is not empty by mistake", () => {
    expect(imported).toContain("botbuilder");
  });

  test("brings the Node.js that runs Beckon: the machine's own may be too old for TypeScript", () => {
    expect(installed).toContain("node");
    expect(packageJson.allowScripts.node).toBe(true);
  });
});
