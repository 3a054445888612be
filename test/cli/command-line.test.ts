import { expect, test } from "vitest";
import { commandOf, groupOf, NUMBER, runProgram, UsageMistake } from "../../src/cli/command-line.ts";

/** Calls a program of one command and a group, and tells what came of it. */
async function call(...args: readonly string[]) {
  const calls: unknown[] = [];
  const [out, err]: [string[], string[]] = [[], []];
  const copy = commandOf(
    {
      name: "copy",
      does: "Copies.",
      words: "<FILE>",
      options: {
        times: { value: "N", does: "how often", fits: NUMBER, default: "1" },
        "into-folder": { value: "FOLDER", does: "where to" },
        quiet: { does: "says nothing" },
      },
    },
    (each) => {
      if (each.values.times === "13") throw new UsageMistake("thirteen is too many");
      if (each.values.times === "14") throw new Error("the disk is full");
      calls.push(each);
      return Number(each.values.times) > 5 ? 1 : 0;
    },
  );
  const code = await runProgram(groupOf("files", "Files.", [copy]), args, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { code, calls, out: out.join(""), err: err.join("") };
}

test("reads options, switches and defaults", async () => {
  const [given] = (await call("copy", "a.txt", "--into-folder", "there", "--quiet")).calls;
  expect(given).toEqual({
    values: { times: "1", "into-folder": "there", quiet: true },
    words: ["a.txt"],
  });
  const [bare] = (await call("copy", "a.txt")).calls;
  expect(bare).toMatchObject({ values: { times: "1", "into-folder": undefined, quiet: false } });
});

test.each([
  [["copy"], "missing required argument 'FILE'"],
  [["copy", "a", "b"], "too many arguments for 'copy'"],
  [["copy", "a", "--quite"], "unknown option '--quite'\n(Did you mean --quiet?)"],
  [["copy", "a", "--times", "often"], "It has to be N."],
  [["copy", "a", "--into-folder"], "argument missing"],
  [["copy", "a", "--quiet=yes"], "--quiet"],
  [["copy", "a", "--times", "13"], "thirteen is too many"],
  [["cpoy", "a"], "unknown command 'cpoy'\n(Did you mean copy?)"],
])("refuses %j on standard error, runs nothing and says how it is called", async (args, mistake) => {
  const { code, calls, out, err } = await call(...args);
  expect({ code, calls, out }).toEqual({ code: 2, calls: [], out: "" });
  expect(err).toContain(mistake);
  expect(err).toContain("Nothing was done. Usage: files ");
});

test("help is no mistake, whether it is asked for or only the group is named", async () => {
  for (const args of [[], ["--help"], ["copy", "-h"]]) {
    const { code, out, err } = await call(...args);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("Usage: files");
  }
});

test("a command's exit code is the program's, and a fault is told without a usage", async () => {
  expect((await call("copy", "a", "--times", "6")).code).toBe(1);
  expect(await call("copy", "a", "--times", "14")).toMatchObject({ code: 2, err: "the disk is full\n" });
});
