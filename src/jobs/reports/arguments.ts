import { parseArgs } from "node:util";

export const REPORTS = ["licences", "findings"] as const;
export type ReportName = (typeof REPORTS)[number];

export interface Wanted {
  readonly report: ReportName;
  /** A file; null for standard output. */
  readonly out: string | null;
}

export const USAGE = `npm run report -- ${REPORTS.join("|")} [--out file.csv]`;

/** @throws with the way to call it, when it was called another way. */
export function readArguments(args: readonly string[]): Wanted {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { out: { type: "string" } },
      allowPositionals: true,
    });
    const report = REPORTS.find((name) => name === positionals[0]);
    if (report !== undefined && positionals.length === 1) return { report, out: values.out ?? null };
  } catch {
    // An option that does not exist is answered like a report that does not exist.
  }
  throw new Error(`Call it like this: ${USAGE}`);
}
