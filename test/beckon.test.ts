import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "beckon-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
/** In an empty folder, with nothing in the environment. */
const run = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<Outcome>((done) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
    execFile(process.execPath, [resolve(script), ...args], options, (fault, stdout, stderr) =>
      done({ code: fault === null ? 0 : Number(fault.code), stdout, stderr }),
    );
  });
const beckon = (...args: readonly string[]) => run("bin/beckon.js", args);

/** Every command of a production install, with what it takes before its options. */
const COMMANDS = [
  "start",
  "audit verify",
  "audit export",
  "audit export-person",
  "audit erase",
  "audit hold add",
  "audit hold remove",
  "audit hold list",
  "audit rebuild",
  "audit acts",
  "audit key",
  "report licences",
  "report findings",
  "backup copy.sqlite",
  "restore copy.sqlite",
  "policy schema",
  "policy check copy.sqlite",
  "policy diff a.sqlite b.sqlite",
  "policy replay draft.sqlite",
  "package",
];

describe("beckon", () => {
  test("names every command, its version and the commands below a name", async () => {
    const { stdout } = await beckon();
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command.split(" ")[0]} `);
    expect((await beckon("--version")).stdout).toContain(`beckon ${packageJson.version}`);
    expect((await beckon("audit")).stdout).toContain("\n  export-person ");
  }, 60_000);

  test.each(COMMANDS)(
    "%s answers --help, without an environment",
    async (command) => {
      const { code, stdout, stderr } = await beckon(...command.split(" "), "--help");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain(`Usage: beckon ${command.replaceAll(/ \S*\.sqlite/g, "")}`);
    },
    60_000,
  );

  test.each(COMMANDS)(
    "%s does and writes nothing because of a flag that it does not know",
    async (command) => {
      const { code, stdout, stderr } = await beckon(...command.split(" "), "--nonsense");
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain("unknown option '--nonsense'");
      expect(stderr).toContain("Nothing was done. Usage: beckon ");
      expect(readdirSync(folder)).toEqual([]);
    },
    60_000,
  );

  test("names the nearest command", async () => {
    expect(await beckon("adit", "verify")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("Did you mean audit?"),
    });
  });

  test("reads the variables of a file that is named, and refuses one that is not there", async () => {
    const file = join(folder, "vars");
    writeFileSync(file, "DATABASE_FILE=nowhere.sqlite\n");
    const { stderr } = await beckon("backup", "copy.sqlite", "--variables", file);
    expect(stderr).toContain("there is no database at nowhere.sqlite");
    rmSync(file);
    expect(await beckon("backup", "copy.sqlite", "--variables", file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--variables: there is no ${file}`),
    });
  });

  test("the service's entry takes the same options", async () => {
    expect((await run("src/main.ts", ["--help"])).stdout).toContain("Usage: beckon start");
    expect(await run("src/main.ts", ["--nonsense"])).toMatchObject({ code: 2, stdout: "" });
    expect(await run("src/main.ts", ["--variables", "nowhere"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--variables: there is no nowhere"),
    });
  });

  test.each([
    ["backup", "copy.sqlite"],
    ["restore", "left.sqlite"],
  ])(
    "%s takes no SQLite file for the store while the address of PostgreSQL cannot be read",
    async (...call) => {
      const left = join(folder, "left.sqlite");
      const database = new DatabaseSync(left);
      database.exec("create table tickets (number integer)");
      database.close();
      try {
        const env = { DATABASE_URL_FILE: join(folder, "nowhere"), DATABASE_FILE: left };
        expect(await run("bin/beckon.js", call, env)).toMatchObject({
          code: 2,
          stdout: "",
          stderr: expect.stringContaining("DATABASE_URL_FILE: names no file"),
        });
        expect(readdirSync(folder)).toEqual(["left.sqlite"]);
      } finally {
        for (const file of readdirSync(folder)) rmSync(join(folder, file));
      }
    },
  );
});

/** Of developers; `beckon` hands its arguments on to the first three. */
const SCRIPTS = [
  ["playground", "playground/main.ts"],
  ["bench --", "bench/main.ts"],
  ["chaos --", "chaos/main.ts"],
  ["soak --", "chaos/soak.ts"],
  ["redteam --", "redteam/main.ts"],
  ["footprint --", "scripts/action-footprint.ts"],
] as const;

test.each(SCRIPTS)(
  "npm run %s answers --help and refuses what it does not know",
  async (name, script) => {
    const help = await run(script, ["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining(`npm run ${name}`) });
    const wrong = await run(script, ["--nonsense"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--nonsense") });
    expect(existsSync("--help")).toBe(false);
  },
  60_000,
);

test("beckon bench is npm run bench", async () => {
  expect((await beckon("bench", "--help")).stdout).toContain("Usage: npm run bench --");
});
