import { describe, expect, test } from "vitest";
import { titleOf } from "../../../src/cards/findings.ts";
import { toCsv } from "../../../src/cards/text/csv.ts";
import { ENGLISH } from "../../../src/cards/text/words.ts";
import { findingRows, findingsCsv } from "../../../src/jobs/reports/findings.ts";
import { licenceRows, licencesCsv } from "../../../src/jobs/reports/licences.ts";
import { samFacts } from "../../support/facts.ts";

const firstCell = (text: string) => toCsv([], [[text]]).split("\r\n")[1];

describe("a table as CSV", () => {
  test("quotes every text, keeps numbers, and ends every line as RFC 4180 says", () => {
    expect(toCsv(["name", "times"], [['the "big" one, really', 3]])).toBe(
      '"name","times"\r\n"the ""big"" one, really",3\r\n',
    );
  });

  test.each([
    '=HYPERLINK("https://evil.example","x")',
    "+49 30 1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    " =1",
    '"=1',
    "'=1",
    "\r=1",
    "|calc",
  ])("never opens as a formula: %j", (hostile) => {
    expect(firstCell(hostile)).toBe(`"'${hostile.replaceAll('"', '""')}"`);
  });

  test("leaves ordinary words alone", () => {
    expect(firstCell("Sam Sharma · a=b")).toBe('"Sam Sharma · a=b"');
  });
});

test("the licence report names everybody once per reason to need the plan", () => {
  const gap = { person: { ...samFacts, displayName: "=cmd" }, seen: "no Remote Help plan" };
  expect(licencesCsv(licenceRows([], [gap])).split("\r\n")).toEqual([
    '"name","user principal name","department","entra id","needs it as","seen"',
    `"'=cmd","sam@halden.example","Sales","${samFacts.id}","sharer","no Remote Help plan"`,
    "",
  ]);
});

test("the report of findings says each condition in words", () => {
  const counts = [
    { check: "device-compliant", refusals: 4, unknown: 1, tickets: 3 },
    { check: "gone-by-now", refusals: 1, unknown: 0, tickets: 1 },
  ];
  expect(
    findingsCsv(findingRows(counts, (check) => titleOf({ check }, ENGLISH)))
      .split("\r\n")
      .slice(1, 3),
  ).toEqual(['"device-compliant","Compliant device",4,1,3', '"gone-by-now","An earlier condition",1,0,1']);
});
