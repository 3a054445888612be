import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { GROUP_IDS, TENANT_ID } from "../../src/playground/company.ts";
import { readArguments, USAGE } from "../../src/reports/arguments.ts";
import { asksForHelp } from "../support/goings-on.ts";
import { HELPDESK, openOffice } from "../support/office.ts";

const run = promisify(execFile);

test.each([[[]], [["licences", "findings"]], [["salaries"]], [["licences", "--to", "x"]]])(
  "called as %j it says how it is called",
  (args) => {
    expect(() => readArguments(args)).toThrow(USAGE);
  },
);

test("the command writes what the card shows, for its owner alone", async () => {
  await using office = await openOffice();
  await asksForHelp(office);
  const sam = office.graph.tenant().people.find(({ displayName }) => displayName === "Sam Sharma");
  Object.assign(sam ?? {}, { assignedPlans: [] });
  const folder = await mkdtemp(join(tmpdir(), "beckon-report-"));
  const out = join(folder, "licences.csv");
  const env = {
    ...{ PATH: process.env.PATH, BECKON_PROFILE: "playground", BOT_TENANT_ID: TENANT_ID },
    ...{ HELPDESK_CHANNEL_ID: HELPDESK, GRAPH_BASE_URL: office.graph.url },
    ...{ HELPERS_GROUP_ID: GROUP_IDS.helpers, LEADS_GROUP_ID: GROUP_IDS.leads },
    DATABASE_FILE: office.databaseFile,
  };
  try {
    await run(process.execPath, ["src/reports/main.ts", "licences", "--out", out], { env });
    const lines = (await readFile(out, "utf8")).trim().split("\r\n");
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(['"Sam Sharma"']);
    expect((await stat(out)).mode & 0o077).toBe(0);
    const { stdout } = await run(process.execPath, ["src/reports/main.ts", "findings"], { env });
    expect(stdout).toBe('"check","condition","refusals","of them not checkable","tickets"\r\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
