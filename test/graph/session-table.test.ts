import { describe, expect, test } from "vitest";
import { Oddities } from "../../src/graph/question.ts";
import { readSessionTable as readTable } from "../../src/graph/session-report.ts";

const readSessionTable = (body: unknown) => readTable(body, new Oddities());
const table = {
  TotalRowCount: 1,
  Schema: ["Attribute", "SessionId", "HelperEmail", "SharerEmail", "Sessionstart", "Sessionend"].map(
    (Column) => ({ Column, PropertyType: "String" }),
  ),
  Values: [["", "s1", "Hana@Halden.example", "sam@halden.example", "2026-11-24T09:35:00", ""]],
  SessionId: "x",
};
const read = {
  total: 1,
  rows: 1,
  sessions: [
    {
      id: "s1",
      helper: "hana@halden.example",
      sharer: "sam@halden.example",
      device: null,
      startedAt: Date.parse("2026-11-24T09:35:00Z"),
      endedAt: null,
    },
  ],
};
const base64 = Buffer.from(JSON.stringify(table)).toString("base64");

describe("Intune's report of sessions", () => {
  test.each([
    ["as a table", table],
    ["as text", JSON.stringify(table)],
    ["in base64", base64],
    ["in base64 as a value", { value: base64 }],
  ])("is understood %s", (_, body) => expect(readSessionTable(body)).toEqual(read));

  test.each([
    ["E0000000-0000-4000-8000-00000000000A", "e0000000-0000-4000-8000-00000000000a"],
    ["00000000-0000-0000-0000-000000000000", null],
    ["LT-SAM-01", null],
    ["", null],
  ])("tells the device %j as %j", (written, device) => {
    const Schema = [...table.Schema, { Column: "SharerDeviceAadId", PropertyType: "String" }];
    const Values = table.Values.map((row) => [...row, written]);
    expect(readSessionTable({ ...table, Schema, Values })?.sessions).toMatchObject([{ device }]);
  });

  test.each([
    ["nothing", null],
    ["a text", "hello"],
    ["another object", { value: [] }],
    ["a table without a column that is needed", { ...table, Schema: table.Schema.slice(0, 4) }],
  ])("is not guessed at from %s", (_, body) => expect(readSessionTable(body)).toBeNull());

  test.each([
    ["beginning", ["", "s2", "hana@x", "sam@x", "soon", ""], "Sessionstart"],
    [
      "recipient, as on a dedicated Android",
      ["", "s2", "hana@x", null, "2026-11-24T09:35:00", ""],
      "SharerEmail",
    ],
    ["recipient, in dashes", ["", "s2", "hana@x", "--", "2026-11-24T09:35:00", "--"], "SharerEmail"],
  ])("counts a row without a %s and keeps the others", (_, row, field) => {
    const oddities = new Oddities();
    const page = readTable({ ...table, TotalRowCount: 2, Values: [row, ...table.Values] }, oddities);
    expect(page).toEqual({ ...read, total: 2, rows: 2 });
    expect([oddities.rows, [...oddities.fields]]).toEqual([1, [field]]);
  });
});
