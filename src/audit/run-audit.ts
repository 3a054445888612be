import type { Command } from "commander";
import { commandOf, groupOf, type Output, runProgram } from "../cli/command-line.ts";
import type { AuditCommand, Desk } from "./command.ts";
import { acts } from "./entries.ts";
import { erase } from "./erase.ts";
import { exportEvidence } from "./export.ts";
import { exportPerson } from "./export-person.ts";
import { addHold, listHolds, removeHold } from "./hold.ts";
import { key } from "./key.ts";
import { OPTIONS, type Options, readOptions } from "./options.ts";
import { rebuild } from "./rebuild.ts";
import { rotateKey } from "./rotate-key.ts";
import { verify } from "./verify.ts";

/**
 * Reads the options, whose days are meant in the time zone of the configuration, and then opens the store: a wrong
 * option does not touch it.
 */
export type AtDesk = (
  read: (timeZone: string) => Options,
  work: (options: Options, desk: Desk) => Promise<number>,
  onlyReads: boolean,
) => Promise<number>;

/** `audit verify`, `audit hold add` … */
export const auditCommands = (atDesk: AtDesk): Command =>
  groupOf("audit", "what was recorded: verify, export, erase and hold it, and who read it", [
    ...[verify, exportEvidence, exportPerson, erase].map((each) => commandFor(each, atDesk)),
    groupOf(
      "hold",
      "keeps a person's or a ticket's words from erasure and retention, until it is removed",
      [addHold, removeHold, listHolds].map((each) => commandFor(each, atDesk)),
    ),
    ...[rebuild, rotateKey, acts, key].map((each) => commandFor(each, atDesk)),
  ]);

function commandFor(
  { name, does, words, flags, onlyReads = false, run }: AuditCommand,
  atDesk: AtDesk,
): Command {
  const options = Object.fromEntries(flags.map((flag) => [flag, OPTIONS[flag]]));
  const spec = { name, does, options, ...(words !== undefined && { words }) };
  return commandOf(spec, (call) =>
    atDesk((timeZone) => readOptions(call.values, call.words, timeZone), run, onlyReads),
  );
}

/** The commands at a desk that is open already. @returns the exit code. */
export const runAudit = (args: readonly string[], desk: Desk, output: Output): Promise<number> =>
  runProgram(
    auditCommands((read, work) => work(read(desk.reader.timeZone), desk)),
    args,
    output,
  );
