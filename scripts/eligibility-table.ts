/**
 * The table of docs/eligibility.md, made from the code that it describes: `node scripts/eligibility-table.ts` writes
 * it into the page, and a test compares the two.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ENGLISH } from "../src/cards/text/words.ts";
import { CHECKS } from "../src/domain/eligibility/checks.ts";
import { CHECK_IDS, type CheckId, DEFAULT_ELIGIBILITY_POLICY } from "../src/domain/eligibility/policy.ts";
import { ASKED_FOR } from "../src/graph/permissions.ts";

export const PAGE = "docs/eligibility.md";

const HEADS = [
  ...["Check", "About", "Condition", "Asked of Graph", "Permission", "Default"],
  ...["What the sharer can do", "What the helper can do", "Who puts it right"],
];

export function eligibilityTable(): string {
  const rows = [HEADS, HEADS.map(() => "---"), ...CHECK_IDS.map(rowOf)];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function rowOf(id: CheckId): string[] {
  const { about, source, owner } = CHECKS[id];
  const { ask, permissions } = ASKED_FOR[source];
  const { say } = ENGLISH;
  return [
    ...[
      `\`${id}\``,
      about,
      say(`finding.${id}.title`),
      ask,
      permissions.map((name) => `\`${name}\``).join(", "),
    ],
    ...[DEFAULT_ELIGIBILITY_POLICY.checks[id], say(`finding.${id}.sharer.remedy`)],
    ...[say(`finding.${id}.helper.remedy`), owner],
  ];
}

/** The page with its first table exchanged; what follows it stays as it is. */
export function withTable(page: string, table: string): string {
  const lines = page.split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const length = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  return [...lines.slice(0, first), table, ...lines.slice(first + length)].join("\n");
}

if (import.meta.main) writeFileSync(PAGE, withTable(readFileSync(PAGE, "utf8"), eligibilityTable()));
