import { toCsv } from "../../cards/text/csv.ts";
import type { FindingCount } from "../../ports/report-queries.ts";

/** Which conditions refused asks, most often first. @param titleOf the condition in words. */
export const findingsCsv = (findings: readonly FindingCount[], titleOf: (check: string) => string): string =>
  toCsv(
    ["check", "condition", "refusals", "of them not checkable", "tickets"],
    findings.map(({ check, refusals, unknown, tickets }) => [
      check,
      titleOf(check),
      refusals,
      unknown,
      tickets,
    ]),
  );
