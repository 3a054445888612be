import { EXIT_USAGE, wantsHelp as hasHelp, UsageMistake } from "../config/command-line.ts";
import type { AuditCommand, Desk } from "./command.ts";
import { acts } from "./entries.ts";
import { erase } from "./erase.ts";
import { exportEvidence } from "./export.ts";
import { exportPerson } from "./export-person.ts";
import { hold } from "./hold.ts";
import { key } from "./key.ts";
import { readOptions } from "./options.ts";
import { rebuild } from "./rebuild.ts";
import { verify } from "./verify.ts";

export const COMMANDS: readonly AuditCommand[] = [
  verify,
  exportEvidence,
  exportPerson,
  erase,
  hold,
  rebuild,
  acts,
  key,
];

/** Help needs no store. */
export const wantsHelp = ([name, ...rest]: readonly string[]): boolean =>
  commandNamed(name) === undefined || hasHelp(rest);

/** How to call one command, or all of them. */
export function help(name?: string): string {
  const command = commandNamed(name);
  const told = command === undefined ? COMMANDS : [command];
  return [
    "npm run audit -- COMMAND …",
    "",
    ...told.flatMap(({ name, usage, does }) => [`  ${name} ${usage}`, `      ${does}`]),
  ].join("\n");
}

/** Asking for help exits with 0; an unknown command exits with 2. */
export const exitOfHelp = ([name, ...rest]: readonly string[]): number =>
  name === undefined || name === "help" || hasHelp([name, ...rest]) ? 0 : EXIT_USAGE;

const commandNamed = (name: string | undefined) => COMMANDS.find((each) => each.name === name);

/** @returns the exit code. */
export async function runAudit([name = "", ...rest]: readonly string[], desk: Desk): Promise<number> {
  const command = commandNamed(name);
  try {
    if (command === undefined) throw new UsageMistake(`there is no ${name}`);
    return await command.run(readOptions(rest, desk.reader.timeZone, command), desk);
  } catch (error) {
    if (!(error instanceof UsageMistake)) throw error;
    desk.complain(`${error.message}\n\n  npm run audit -- ${name} ${command?.usage ?? ""}`);
    return EXIT_USAGE;
  }
}
