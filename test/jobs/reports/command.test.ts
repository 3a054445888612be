import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { GROUP_IDS, TENANT_ID } from "../../../playground/company.ts";
import { asksForHelp } from "../../support/goings-on.ts";
import { HELPDESK, openOffice } from "../../support/office.ts";

const run = promisify(execFile);

test.each([
  [["licences", "findings"], "too many arguments for 'licences'"],
  [["findngs"], "Did you mean findings?"],
  [["licences", "--to", "x"], "unknown option '--to'"],
])(
  "called as %j it says what is wrong, and writes nothing",
  async (args, mistake) => {
    await expect(run(process.execPath, ["bin/beckon.js", "report", ...args])).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(new RegExp(`${mistake}[^]*Nothing was done. Usage: beckon report`)),
    });
  },
  60_000,
);

test("findings need the database and its key alone, and never make a database", async () => {
  await using office = await openOffice();
  const folder = await mkdtemp(join(tmpdir(), "beckon-findings-"));
  const ask = (report: string, file: string) =>
    run(process.execPath, ["bin/beckon.js", "report", report], {
      env: { PATH: process.env.PATH, BECKON_PROFILE: "playground", DATABASE_FILE: file },
    });
  try {
    expect((await ask("findings", office.databaseFile)).stdout).toMatch(/^"check","condition"/);
    const nowhere = join(folder, "none.sqlite");
    await expect(ask("findings", nowhere)).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("there is no database at"),
    });
    expect(existsSync(nowhere)).toBe(false);
    await expect(ask("salaries", nowhere)).rejects.toMatchObject({ code: 2 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("the command writes what the card shows, for its owner alone", async () => {
  await using office = await openOffice();
  await asksForHelp(office);
  const sam = office.graph.tenant().people.find(({ displayName }) => displayName === "Sam Sharma");
  Object.assign(sam ?? {}, { assignedPlans: [] });
  const folder = await mkdtemp(join(tmpdir(), "beckon-report-"));
  const out = join(folder, "licences.csv");
  const env = {
    PATH: process.env.PATH,
    BECKON_PROFILE: "playground",
    BOT_TENANT_ID: TENANT_ID,
    HELPDESK_CHANNEL_ID: HELPDESK,
    GRAPH_BASE_URL: office.graph.url,
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    DATABASE_FILE: office.databaseFile,
  };
  try {
    await run(process.execPath, ["bin/beckon.js", "report", "licences", "--out", out], { env });
    const lines = (await readFile(out, "utf8")).trim().split("\r\n");
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(['"Sam Sharma"']);
    expect((await stat(out)).mode & 0o077).toBe(0);
    const { stdout } = await run(process.execPath, ["bin/beckon.js", "report", "findings"], { env });
    expect(stdout).toBe('"check","condition","refusals","of them not checkable","tickets"\r\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
