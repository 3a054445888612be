import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { alertsTable, PAGE } from "../../scripts/alerts-table.ts";

test("docs/alerts.md has the table as the code has it; `node scripts/alerts-table.ts` writes it", () => {
  const page = readFileSync(PAGE, "utf8").split("\n");
  expect(page.filter((line) => line.startsWith("|"))).toEqual(alertsTable().split("\n"));
});
