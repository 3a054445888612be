import { globSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { auditGroup } from "../src/commands/audit.ts";
import { backupCommand, restoreCommand } from "../src/commands/backup.ts";
import { doctorCommand } from "../src/commands/doctor.ts";
import { grantCommand } from "../src/commands/grant.ts";
import { packageCommand } from "../src/commands/package.ts";
import { policyGroup } from "../src/commands/policy.ts";
import { reportGroup } from "../src/commands/report.ts";
import { startCommand } from "../src/commands/start.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  audit: auditGroup(),
  backup: backupCommand(),
  doctor: doctorCommand(),
  grant: grantCommand(),
  package: packageCommand(),
  policy: policyGroup(),
  report: reportGroup(),
  restore: restoreCommand(),
  start: startCommand(),
};
/** Of the program itself, before or behind every command. */
const EVERYWHERE = ["--help", "--version", "--variables"];

/** In code of a page: what follows `npm run NAME` (behind `--`) or `beckon`, to the end of the code or line. */
const CALL =
  /(?:npm run (?<script>[a-z]+)(?: -- (?<args>[^`\n#&|)]*))?|bin\/beckon\.js (?<direct>[^`\n#&|")]*))/g;

const pages = globSync(["*.md", "docs/**/*.md"]).map((page) => page.replaceAll("\\", "/"));
const calls = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(CALL)].flatMap(({ 0: call, groups }) => {
    const [name = "", ...rest] = (groups?.direct ?? `${groups?.script} ${groups?.args ?? ""}`)
      .trim()
      .split(/\s+/);
    return name in COMMANDS ? [{ page, call: call.trim(), name, rest }] : [];
  }),
);

/** What the command does not know of the words behind it. Words in capitals and in quotes are the reader's. */
function unknownIn(name: string, rest: readonly string[]): string[] {
  let command = COMMANDS[name];
  const wrong: string[] = [];
  for (const word of rest) {
    const sub = command?.commands.find((each) => each.name() === word);
    if (sub !== undefined) command = sub;
    else if (word.startsWith("--")) {
      const flag = word.replace(/[=,.:;].*$/, "");
      const isKnown = EVERYWHERE.includes(flag) || command?.options.some(({ long }) => long === flag);
      if (!isKnown) wrong.push(flag);
    } else if (command !== undefined && command.commands.length > 0 && /^[a-z-]+$/.test(word))
      wrong.push(word);
  }
  return wrong;
}

describe("a command in the docs", () => {
  test("is one of many, so that none is missed by mistake", () => {
    expect(calls.length).toBeGreaterThan(30);
    expect(new Set(calls.map(({ name }) => name)).size).toBeGreaterThan(5);
    for (const name of Object.keys(COMMANDS)) expect(packageJson.scripts).toHaveProperty(name);
  });

  test("has only subcommands and options that it knows", () => {
    const wrong = calls.flatMap(({ page, call, name, rest }) =>
      unknownIn(name, rest).map((word) => `${page}: ${call}: ${word}`),
    );
    expect(wrong).toEqual([]);
  });

  test("would be found out otherwise", () => {
    expect(unknownIn("audit", ["verify", "--postde", "X"])).toEqual(["--postde"]);
    expect(unknownIn("audit", ["verfy"])).toEqual(["verfy"]);
  });
});
