import { parseCall, UsageMistake } from "../../config/command-line.ts";

const REPORTS = ["licences", "findings"] as const;
export type ReportName = (typeof REPORTS)[number];

export const USAGE = `npm run report -- ${REPORTS.join("|")} [--out FILE]`;

export const COMMAND_LINE = {
  usage: USAGE,
  does: "Writes a report as CSV: who lacks the Remote Help plan, or what refused sessions in the last seven days.",
  words: [1, 1],
  options: { out: { value: "FILE", does: "where to write it, readable for you only; else standard output" } },
} as const;

/** @throws {UsageMistake} */
export function readArguments(args: readonly string[]): { report: ReportName; out: string | null } {
  const { values, words } = parseCall(COMMAND_LINE, args);
  const report = REPORTS.find((name) => name === words[0]);
  if (report === undefined) throw new UsageMistake(`There is no report ${words[0]}.\n\nUsage: ${USAGE}`);
  return { report, out: values.out ?? null };
}
