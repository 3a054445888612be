import { acts } from "./acts.ts";
import type { AuditCommand, Desk } from "./command.ts";
import { erase } from "./erase.ts";
import { exportEvidence } from "./export.ts";
import { exportPerson } from "./export-person.ts";
import { hold } from "./hold.ts";
import { readOptions, UsageMistake } from "./options.ts";
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
];

export const EXIT_USAGE = 2;

/** Help is given without opening the store. */
export const wantsHelp = ([name]: readonly string[]): boolean =>
  name === undefined || !COMMANDS.some((each) => each.name === name);

export const help = (): string =>
  [
    "npm run audit -- COMMAND …",
    "",
    ...COMMANDS.flatMap(({ name, usage, does }) => [`  ${name} ${usage}`, `      ${does}`]),
  ].join("\n");

/** @returns the exit code. */
export async function runAudit([name = "", ...rest]: readonly string[], desk: Desk): Promise<number> {
  const command = COMMANDS.find((each) => each.name === name);
  try {
    if (command === undefined) throw new UsageMistake(`there is no ${name}`);
    return await command.run(readOptions(rest, desk.reader.timeZone), desk);
  } catch (error) {
    if (!(error instanceof UsageMistake)) throw error;
    desk.print(`${error.message}\n\n  npm run audit -- ${name} ${command?.usage ?? ""}`);
    return EXIT_USAGE;
  }
}
