import { execFileSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import packageJson from "../../package.json" with { type: "json" };
import { DEFAULTS, VARIABLES } from "../../src/config/environment.ts";
import { SECRETS } from "../../src/config/secret-files.ts";

/** What no registry of packages can run, such as Docker or the compiler of bicep, is held here as text. */
const text = (path: string) => readFileSync(path, "utf8");
const KNOWN = new Set<string>([
  ...VARIABLES,
  ...SECRETS.map((name) => `${name}_FILE`),
  "NODE_ENV",
  "NODE_OPTIONS",
]);
const unknown = (names: Iterable<string>) => [...names].filter((name) => !KNOWN.has(name));
const { PORT } = DEFAULTS.production;

const dockerfile = text("Dockerfile");
const ignored = text(".dockerignore")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const expand = (paths: readonly string[]) =>
  paths.flatMap((path) => (path.includes("*") ? globSync(path) : [path]));
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].map(([, all = ""]) =>
  expand(all.split(" ").slice(0, -1)),
);
/** Of the last stage: what is in the image besides packages. */
const inImage = [...(dockerfile.split(/^FROM /m).at(-1) ?? "").matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(
  ([, all = ""]) => expand(all.split(" ").slice(0, -1)),
);

describe("the image", () => {
  test("copies what exists, and .dockerignore lets through just that", () => {
    const sources = copied.flat();
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((path) => !existsSync(path))).toEqual([]);
    const [all, ...allowed] = ignored;
    expect(all).toBe("*");
    const names = allowed.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    expect(expand(names).toSorted()).toEqual([...new Set(sources)].toSorted());
  });

  test("has every file that Beckon and its commands import or read", () => {
    const has = (file: string) => inImage.some((path) => file === path || file.startsWith(`${path}/`));
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      if (!/\.[jt]s$/.test(file)) return;
      for (const [, found] of text(file).matchAll(/(?:\bfrom|\bimport\(|^import|new URL\()\s*"(\.[^"]+)"/gm))
        visit(normalize(join(dirname(file), found ?? "")));
    };
    const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    for (const entry of ["src/main.ts", "bin/beckon.js"]) visit(entry);
    const developers = /^(?:bench|chaos|playground|scripts)\//;
    expect(seen.size).toBeGreaterThan(300);
    expect([...seen].filter((file) => isFile(file) && !has(file) && !developers.test(file))).toEqual([]);
    expect(inImage).toContain(DEFAULTS.production.POLICY_FILE);
  });

  test("runs as no root, starts what npm start starts, and asks /healthz at the port that it opens", () => {
    const lines = dockerfile.split("\n");
    const at = (start: string) => lines.findLastIndex((line) => line.startsWith(start));
    expect(lines[at("USER ")]).toBe("USER node");
    expect(at("USER ")).toBeLessThan(at("CMD "));
    expect(lines[at("EXPOSE ")]).toBe(`EXPOSE ${PORT}`);
    expect(lines[at("CMD ")]).toBe('CMD ["node", "src/main.ts"]');
    const [, probe = ""] = /^ {2}CMD (\[.*\])$/m.exec(dockerfile) ?? [];
    expect(JSON.parse(probe)[2]).toContain(`process.env.PORT || ${PORT}}/healthz`);
    expect(dockerfile).toMatch(/^FROM node:24\b/m);
  });

  test("needs no package's install script", () => {
    const { packages } = JSON.parse(text("package-lock.json")) as {
      packages: Record<string, { hasInstallScript?: boolean; dev?: boolean; optional?: boolean }>;
    };
    const withScript = Object.entries(packages).filter(
      ([, { hasInstallScript, dev, optional }]) => hasInstallScript && !dev && !optional,
    );
    const refused = Object.entries(packageJson.allowScripts).flatMap(([name, may]) => (may ? [] : [name]));
    expect(withScript.map(([path]) => path.replace("node_modules/", ""))).toEqual(refused);
  });

  test("loses what no process reads, and keeps code, data and licences", () => {
    const folder = mkdtempSync(join(tmpdir(), "beckon-trim-"));
    const kept = ["a/index.js", "a/data.json", "a/LICENSE.md", "a/wasm.wasm", "a/index.cjs"];
    const gone = ["a/index.js.map", "a/index.d.ts", "a/index.d.mts", "a/README.md", "b/only.ts"];
    for (const file of [...kept, ...gone]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), "1");
    }
    execFileSync(process.execPath, ["scripts/trim-packages.mjs", folder]);
    const left = globSync("**/*", { cwd: folder }).map((file) => file.replaceAll("\\", "/"));
    expect(left.filter((file) => file !== "a").toSorted()).toEqual(kept.toSorted());
    expect(readdirSync(folder)).toEqual(["a"]);
    rmSync(folder, { recursive: true });
  });
});

describe("compose.yaml", () => {
  interface Service {
    readonly environment: Readonly<Record<string, string>>;
    readonly secrets: readonly string[];
    readonly ports?: readonly string[];
    readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
    readonly healthcheck?: object;
  }
  const { services, secrets } = parse(text("compose.yaml")) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  };
  const { beckon, database } = services;

  test("sets variables that exist, and gives every secret as a file that git and the image leave out", () => {
    const names = Object.keys(beckon?.environment ?? {});
    expect(unknown(names)).toEqual([]);
    expect(names.filter((name) => (SECRETS as readonly string[]).includes(name))).toEqual([]);
    for (const name of Object.values(beckon?.environment ?? {}).flatMap((value) =>
      String(value).startsWith("/run/secrets/") ? [String(value).slice("/run/secrets/".length)] : [],
    ))
      expect(beckon?.secrets).toContain(name);
    for (const { file } of Object.values(secrets)) expect(file).toMatch(/^secrets\//);
    expect(text(".gitignore")).toMatch(/^secrets\/$/m);
    expect(new Set([...(beckon?.secrets ?? []), ...(database?.secrets ?? [])])).toEqual(
      new Set(Object.keys(secrets)),
    );
  });

  test("opens Beckon to the proxy on this machine alone, and the database to nobody", () => {
    expect(beckon?.ports).toEqual([`127.0.0.1:${PORT}:${PORT}`]);
    expect(database?.ports).toBeUndefined();
    expect(beckon?.depends_on?.database?.condition).toBe("service_healthy");
    expect(database?.healthcheck).toBeDefined();
  });
});

describe("the unit for systemd", () => {
  const unit = text("infra/systemd/beckon.service");
  const all = (key: string) =>
    [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value);

  test("tries again for ever, and not at once", () => {
    expect(all("StartLimitIntervalSec")).toEqual(["0"]);
    expect(all("Restart")).toEqual(["always"]);
    expect(Number(all("RestartSec")[0])).toBeGreaterThanOrEqual(5);
    expect(Number(all("TimeoutStopSec")[0])).toBeGreaterThan(12);
  });

  test("sets variables that exist, and reads each secret from a credential that it loads", () => {
    const set = all("Environment").map((each) => each.split("="));
    expect(unknown(set.map(([name = ""]) => name))).toEqual([]);
    const loaded = all("LoadCredential").map((each) => each.split(":")[0]);
    const read = set.flatMap(([, value = ""]) => (value.startsWith("%d/") ? [value.slice(3)] : []));
    expect(read.toSorted()).toEqual(loaded.toSorted());
    expect(all("ExecStart")[0]?.split(" ").at(-1)).toBe("src/main.ts");
  });
});

describe("the templates for Azure", () => {
  const main = text("infra/azure.bicep");
  const alerts = text("infra/alerts.bicep");
  const parameters = Object.entries(
    (JSON.parse(text("infra/azure.parameters.json")) as { parameters: Record<string, { value: string }> })
      .parameters,
  );
  const declared = (bicep: string) =>
    [...bicep.matchAll(/^param (\w+) \w+( =)?/gm)].map(([, name = "", byDefault]) => ({
      name,
      isNeeded: !byDefault,
    }));
  const outputs = [...main.matchAll(/^output (\w+) /gm)].map(([, name = ""]) => name);

  test.each([
    ["azure.bicep", main],
    ["alerts.bicep", alerts],
  ])("%s closes every bracket and text that it opens", (_, bicep) => {
    const code = bicep.replace(/^\s*\/\/.*$/gm, "").replace(/'(?:[^'\\\n]|\\.)*'/g, "");
    expect(code).not.toContain("'");
    const open: string[] = [];
    const pairs: Readonly<Record<string, string>> = { "}": "{", "]": "[", ")": "(" };
    for (const sign of code.match(/[{}[\]()]/g) ?? [])
      if (sign in pairs) expect(open.pop()).toBe(pairs[sign]);
      else open.push(sign);
    expect(open).toEqual([]);
  });

  test("get every parameter that they need, and none that they do not know", () => {
    const names = parameters.map(([name]) => name);
    expect(names.filter((name) => !declared(main).some((each) => each.name === name))).toEqual([]);
    const needed = declared(main).flatMap(({ name, isNeeded }) => (isNeeded ? [name] : []));
    expect(needed.filter((name) => !names.includes(name))).toEqual([]);
    const handed = /module alerts[\s\S]*?params: \{([\s\S]*?)\}/.exec(main)?.[1] ?? "";
    expect([...handed.matchAll(/(\w+):/g)].map(([, name]) => name).toSorted()).toEqual(
      declared(alerts)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  test("set variables that exist, secrets only from the vault, and probe what answers", () => {
    const set = [...main.matchAll(/\{ name: '([A-Z][A-Z_]+)', (value|secretRef): /g)];
    expect(set.length).toBeGreaterThan(8);
    expect(unknown(set.map(([, name = ""]) => name))).toEqual([]);
    const wrong = set.filter(
      ([, name, from]) => (name ?? "").startsWith("SECRET_") !== (from === "secretRef"),
    );
    expect(wrong.map(([, name]) => name)).toEqual([]);
    expect(main).toMatch(/postgres:\/\/\$\{identity\.name\}@/);
    expect(set.map(([, name]) => name)).toContain("DATABASE_IDENTITY");
    const probes = [
      ...main.matchAll(/httpGet: \{ path: '([^']+)', port: (\d+) \}.*?(?:failureThreshold: (\d+))? \}$/gm),
    ];
    expect(probes.map(([, path]) => path)).toEqual(["/healthz", "/healthz", "/readyz"]);
    for (const [, , port, failures = "1"] of probes) {
      expect(port).toBe(PORT);
      expect(Number(failures)).toBeLessThanOrEqual(10);
    }
    for (const name of [
      "BOT_ID",
      "BOT_TENANT_ID",
      "HELPDESK_CHANNEL_ID",
      "HELPERS_GROUP_ID",
      "LEADS_GROUP_ID",
      "SECRET_MASTER_KEY",
    ])
      expect(set.map(([, each]) => each)).toContain(name);
  });

  test("and the Toolkit's files name only variables that their environment has", () => {
    const environment = [...text("env/.env.dev").matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    const named = [text("m365agents.yml"), text("infra/azure.parameters.json")].flatMap((file) =>
      [...file.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name = ""]) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    const missing = named.filter((name) => !environment.includes(name) && !name.startsWith("SECRET_"));
    expect(missing).toEqual([]);
    expect(outputs.filter((name) => !environment.includes(name))).toEqual([]);
  });

  test("create alerts before the log has written its first line, which makes the table that they ask", () => {
    expect(alerts).toMatch(/^ +skipQueryValidation: true$/m);
  });

  test("ask the log for fields that it has", () => {
    const health = text("src/ports/vital-signs.ts") + text("src/teams/measured-turns.ts");
    const fields = [...alerts.matchAll(/line\.(\w+)/g)].map(([, field = ""]) => field);
    expect(fields.filter((field) => field !== "name" && !health.includes(field))).toEqual([]);
  });
});

describe("files for editors and CI", () => {
  test.each(globSync([".vscode/*.json", ".devcontainer/*.json", ".github/**/*.yml"]))(
    "%s can be read",
    (file) => {
      expect(parse(text(file))).toBeTypeOf("object");
    },
  );

  test("call npm scripts that exist", () => {
    const launch = JSON.parse(text(".vscode/launch.json")) as {
      configurations: { runtimeExecutable: string; runtimeArgs: string[] }[];
    };
    const tasks = JSON.parse(text(".vscode/tasks.json")) as { tasks: { type: string; script?: string }[] };
    const called = [
      ...launch.configurations.flatMap(({ runtimeExecutable, runtimeArgs }) =>
        runtimeExecutable === "npm" ? [runtimeArgs.at(-1) ?? ""] : [],
      ),
      ...tasks.tasks.flatMap(({ script = [] }) => script),
    ];
    expect(called.length).toBeGreaterThan(3);
    expect(called.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });
});
