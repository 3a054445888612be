import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eligibilityTable, PAGE, withTable } from "../../../scripts/eligibility-table.ts";
import { CHECK_IDS } from "../../../src/domain/eligibility/policy.ts";

const page = readFileSync(PAGE, "utf8");

test("docs/eligibility.md has every check as the code has it; `node scripts/eligibility-table.ts` writes it", () => {
  for (const row of eligibilityTable().split("\n")) expect(page.split("\n")).toContain(row);
  const told = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id);
  expect(told).toEqual(CHECK_IDS);
});

test("the script changes the table and leaves the rest of the page alone", () => {
  expect(withTable("above\n\n| old |\n| older |\n\n| other |\n", "| new |")).toBe(
    "above\n\n| new |\n\n| other |\n",
  );
});
