import { isWrong, type SetupFinding } from "../cards/setup-report.ts";
import { ENGLISH } from "../cards/text/words.ts";

interface Told {
  readonly group: string;
  readonly id: string;
  readonly outcome: SetupFinding["outcome"];
  readonly what: string;
  readonly seen: string;
  readonly remedy: string | null;
  readonly how: string;
  readonly feature: string;
  readonly names?: readonly string[];
}

/** In English, because administrators search for the words. */
export const tell = (finding: SetupFinding, withNames: boolean): Told => ({
  group: finding.group,
  id: finding.id,
  outcome: finding.outcome,
  what: finding.what(ENGLISH),
  seen: finding.seen(ENGLISH),
  remedy: finding.fix?.(ENGLISH) ?? null,
  how: finding.how,
  feature: finding.feature,
  ...(withNames && finding.names.length > 0 && { names: finding.names }),
});

const OUTCOME_WIDTH = 8;

/** One line for each check, what to do below it (once for all in a row that want the same), and a last line that counts. */
export function table(told: readonly Told[]): readonly string[] {
  const width = Math.max(...told.map(({ what }) => what.length));
  const indent = "".padEnd(OUTCOME_WIDTH);
  const lines = told.flatMap(({ group, outcome, what, seen, remedy, names = [] }, index) => {
    const before = told[index - 1];
    const next = told[index + 1];
    const isRepeated = remedy !== null && next?.remedy === remedy && next.group === group;
    return [
      ...(before?.group === group ? [] : index === 0 ? [group] : ["", group]),
      `  ${outcome.padEnd(OUTCOME_WIDTH)} ${what.padEnd(width)}  ${seen}`,
      ...names.map((name) => `  ${indent}   ${name}`),
      ...(remedy === null || isRepeated ? [] : [`  ${indent} → ${remedy}`]),
    ];
  });
  return [...lines, "", summary(told)];
}

function summary(told: readonly Told[]): string {
  const count = (outcome: Told["outcome"]) => told.filter((each) => each.outcome === outcome).length;
  const parts = [
    `${count("problem")} to fix`,
    `${count("unknown")} not known`,
    `${count("note")} to look at`,
    `${count("ok")} in order`,
  ];
  return parts.join(", ");
}

/** 1 when something is wrong or could not be found out. */
export const exitCodeOf = (findings: readonly SetupFinding[]): number => (findings.some(isWrong) ? 1 : 0);
