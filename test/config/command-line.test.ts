import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { parseCall } from "../../src/config/command-line.ts";

const COPY = {
  usage: "npm run copy -- FILE",
  does: "Copies.",
  words: [1, 1],
  options: {
    times: { value: "N", does: "how often", fits: /^\d+$/, default: "1" },
    into: { value: "FOLDER", does: "where to" },
    quiet: { does: "says nothing" },
  },
} as const;

test("reads options, switches and defaults", () => {
  const call = parseCall(COPY, ["a.txt", "--into", "there", "--quiet"]);
  expect(call).toEqual({ values: { times: "1", into: "there", quiet: true }, words: ["a.txt"] });
  expect(parseCall(COPY, ["a.txt"]).values).toEqual({ times: "1", into: undefined, quiet: false });
});

test.each([
  [[], "An argument is missing."],
  [["a", "b"], "Unexpected argument “b”."],
  [["a", "--loud"], "Unknown option '--loud'"],
  [["a", "--times", "often"], "--times takes N, not “often”."],
  [["a", "--into"], "Option '--into <value>' argument missing"],
  [["a", "--quiet=yes"], "Option '--quiet' does not take an argument"],
])("refuses %j and says how it is called", (args, mistake) => {
  expect(() => parseCall(COPY, args)).toThrow(mistake);
  expect(() => parseCall(COPY, args)).toThrow("Usage: npm run copy -- FILE\nCopies.\n\n  --times N ");
});

const SCRIPTS = [
  "src/main.ts",
  "src/audit/main.ts",
  "src/jobs/reports/main.ts",
  "scripts/backup.ts",
  "scripts/package-app.ts",
  "scripts/action-footprint.ts",
  "playground/main.ts",
  "bench/main.ts",
  "chaos/main.ts",
  "chaos/soak.ts",
];

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const run = (...args: readonly string[]) =>
  new Promise<Outcome>((resolve) => {
    execFile(process.execPath, args, { env: { PATH: process.env.PATH } }, (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), stdout, stderr }),
    );
  });

test.each(SCRIPTS)(
  "%s answers --help, without an environment",
  async (script) => {
    const { code, stdout, stderr } = await run(script, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/npm (run [a-z]+|start)/);
    expect(existsSync("--help")).toBe(false);
  },
  60_000,
);

test.each(SCRIPTS)(
  "%s refuses what it does not know on standard error, and does nothing",
  async (script) => {
    const { code, stdout, stderr } = await run(script, "--nonsense");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("nonsense");
    expect(stderr).toMatch(/npm (run [a-z]+|start)/);
  },
  60_000,
);
