import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };

/** A superseded decision names what was there when it was written. */
const isHistory = (text: string) => /^Status: superseded/m.test(text);
const PAGES = globSync(["*.md", "docs/**/*.md"])
  .map((page) => page.replaceAll("\\", "/"))
  .map((page) => ({ page, text: readFileSync(page, "utf8") }))
  .filter(({ text }) => !isHistory(text));

/** Paths in backticks; words in capitals stand for a name of the reader's. */
const PATH = /`((?:src|test|cards|playground|scripts|chaos|redteam|bench|lint|docs|appPackage)\/[\w./-]*)`/g;
const LINK = /\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g;
const SCRIPT = /\bnpm run ([\w:-]+)/g;

/** The name that GitHub gives to a heading. */
const anchorsIn = (page: string) =>
  [...readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe.each(PAGES)("$page", ({ page, text }) => {
  test("names paths that exist", () => {
    const named = [...text.matchAll(PATH)].map(([, path = ""]) => path);
    const wrong = named.filter((path) => !/[A-Z]{2}/.test(path) && !path.includes("build/"));
    expect(wrong.filter((path) => !existsSync(path))).toEqual([]);
  });

  test("names npm scripts that exist", () => {
    const named = [...text.matchAll(SCRIPT)].map(([, script = ""]) => script);
    expect(named.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });

  test("links to pages and headings that exist", () => {
    const broken = [...text.matchAll(LINK)].filter(([, path = "", anchor]) => {
      const target = path === "" ? page : normalize(join(dirname(page), path));
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsIn(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

test("every decision has a status, and the index names it", () => {
  const index = readFileSync("docs/decisions/README.md", "utf8");
  for (const file of globSync("docs/decisions/[0-9]*.md")) {
    const [, status = ""] = /^Status: (.*)$/m.exec(readFileSync(file, "utf8")) ?? [];
    expect(status, file).toMatch(/^(accepted|superseded by)/);
    expect(index).toContain(`| ${status} |`);
  }
});

describe.each(globSync("docs/decisions/spikes/*.patch"))("%s", (file) => {
  test("applies to the code as it is", () => {
    const [, path = ""] = /^--- a\/(\S+)$/m.exec(readFileSync(file, "utf8")) ?? [];
    const code = readFileSync(path, "utf8");
    const [, ...hunks] = readFileSync(file, "utf8").split(/^@@ .* @@.*\n/m);
    expect(hunks.length).toBeGreaterThan(0);
    for (const hunk of hunks) {
      const before = hunk.split("\n").filter((line) => /^[ -]/.test(line));
      expect(code).toContain(before.map((line) => line.slice(1)).join("\n"));
    }
  });
});

test("the README is short enough to be read", () => {
  expect(readFileSync("README.md", "utf8").split("\n").length).toBeLessThanOrEqual(151);
});

test("each step to try Beckon has its picture, and the index names every page", () => {
  const steps = readFileSync("README.md", "utf8").match(/^\d+\. As .*$|^\d+\. On the console.*$/gm) ?? [];
  expect(steps.length).toBe(12);
  expect(steps.filter((step) => !/\]\(docs\/images\/day\/[\w-]+\.png\)/.test(step))).toEqual([]);
  const index = readFileSync("docs/README.md", "utf8");
  for (const page of globSync("docs/*.md")) {
    const name = page.replaceAll("\\", "/").slice("docs/".length);
    if (name !== "README.md") expect(index).toContain(`(${name}`);
  }
});
