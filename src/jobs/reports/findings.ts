import { toCsv } from "../../cards/text/csv.ts";
import type { FindingCount } from "../../ports/report-queries.ts";

interface FindingRow {
  readonly check: string;
  readonly condition: string;
  readonly refusals: number;
  readonly notCheckable: number;
  readonly tickets: number;
}

/** Which conditions refused asks, most often first. @param titleOf the condition in words. */
export const findingRows = (
  findings: readonly FindingCount[],
  titleOf: (check: string) => string,
): readonly FindingRow[] =>
  findings.map(({ check, refusals, unknown, tickets }) => ({
    check,
    condition: titleOf(check),
    refusals,
    notCheckable: unknown,
    tickets,
  }));

export const findingsCsv = (rows: readonly FindingRow[]): string =>
  toCsv(
    ["check", "condition", "refusals", "of them not checkable", "tickets"],
    rows.map(({ check, condition, refusals, notCheckable, tickets }) => [
      check,
      condition,
      refusals,
      notCheckable,
      tickets,
    ]),
  );
