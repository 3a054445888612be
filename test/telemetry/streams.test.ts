import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { GROUP_IDS, TENANT_ID } from "../../playground/company.ts";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
/** As `npm start` calls Node.js. */
const [, ...args] = scripts.start.split(" ");

const PLAYGROUND = {
  BECKON_PROFILE: "playground",
  PORT: "0",
  BOT_TENANT_ID: TENANT_ID,
  HELPDESK_CHANNEL_ID: "19:abc@thread.tacv2",
  GRAPH_BASE_URL: "http://127.0.0.1:9",
  HELPERS_GROUP_ID: GROUP_IDS.helpers,
  LEADS_GROUP_ID: GROUP_IDS.leads,
  DATABASE_FILE: ":memory:",
};

let child: ChildProcess;
afterEach(() => void child.kill("SIGKILL"));

/** Runs the real process to its end. @param then what is done once it serves. */
async function run(env: NodeJS.ProcessEnv, then = (_: ChildProcess) => {}) {
  child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env } });
  const out = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (chunk) => {
      const had = out[name];
      out[name] += chunk;
      if (out[name].includes('"beckon.started"') && !had.includes('"beckon.started"')) then(child);
    });
  }
  const [code] = await once(child, "close");
  const lines = `${out.stdout}${out.stderr}`.trim().split("\n");
  return { code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), out };
}

test("a process that cannot start says every mistake as a line of the log", {
  timeout: 120_000,
}, async () => {
  const { code, lines } = await run({ BECKON_PROFILE: "production", SECRET_BOT_PASSWORD: "hunter2" });
  expect(code).toBe(1);
  expect(new Set(lines.map(({ name }) => name))).toEqual(new Set(["start.failed"]));
  expect(lines.map(({ why }) => why)).toContainEqual(expect.stringMatching(/^BOT_ID: is missing/));
  expect(JSON.stringify(lines)).not.toContain("hunter2");
});

test("what is printed, warned of and thrown while it serves is lines of the log too", {
  timeout: 120_000,
}, async () => {
  const noise = `process.on("SIGUSR2", () => {
    console.log("hunter2"); console.error(new Error("hunter2")); console.trace("hunter2");
    process.stderr.write("hunter2\\n"); process.stdout.write(Buffer.from("hunter2\\n"));
    process.emitWarning("hunter2", "DeprecationWarning", "DEP9999");
    process.emitWarning("hunter2", "ExperimentalWarning");
    setTimeout(() => Promise.reject(new TypeError("hunter2")), 50);
  })`;
  const folder = mkdtempSync(join(tmpdir(), "beckon-streams-"));
  writeFileSync(join(folder, "noise.mjs"), noise);
  const NODE_OPTIONS = `--import=${pathToFileURL(join(folder, "noise.mjs"))}`;
  const { code, lines, out } = await run({ ...PLAYGROUND, NODE_OPTIONS }, (bot) => void bot.kill("SIGUSR2"));
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(out.stderr).toBe("");
  expect(out.stdout).not.toContain("hunter2");
  expect(lines.filter(({ name }) => name === "output.stray").map(({ stream }) => stream)).toEqual(
    expect.arrayContaining(["stdout", "stderr"]),
  );
  expect(lines).toContainEqual(
    expect.objectContaining({ name: "node.warning", warning: "DeprecationWarning", code: "DEP9999" }),
  );
  expect(lines.at(-1)).toMatchObject({ name: "process.failed", level: "error", error: "TypeError" });
});
