import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const OPTIONS = [
  ..."--ignoreConfig --noEmit --strict --target es2024 --module nodenext --skipLibCheck".split(" "),
  ..."--allowImportingTsExtensions --exactOptionalPropertyTypes --types node".split(" "),
];

/** What a tool of this project says about a source file; empty when it has no complaint. */
async function complaint(tool: "tsc" | "biome", source: string): Promise<string> {
  const folder = await mkdtemp("test/checks/fixture-");
  const file = join(folder, "fixture.ts");
  try {
    await writeFile(file, source);
    const args = tool === "tsc" ? [...OPTIONS, file] : ["lint", "--vcs-enabled=false", file];
    await run(join("node_modules", ".bin", tool), args);
    return "";
  } catch (fault) {
    const { stdout, stderr } = fault as { stdout: string; stderr: string };
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const event = (properties: string) => `
  import type { EventPayload } from "../../../src/domain/ticket/events.ts";
  declare const known: Omit<Extract<EventPayload, { type: "TicketClaimed" }>, "type">;
  const { helper, leaseUntil, report } = known;
  export const event: EventPayload = { type: "TicketClaimed", helper, leaseUntil, ${properties} };
  export const used = report;`;

const command = (properties: string) => `
  import type { UserCommand } from "../../../src/domain/ticket/commands.ts";
  import type { DeviceReport } from "../../../src/domain/ticket/device.ts";
  export const claim = (report: DeviceReport): UserCommand => ({ type: "ClaimTicket", rights: null, ${properties} });`;

test("an event compiles with its optional property, and not with a misspelt one", async () => {
  expect(await complaint("tsc", event("...(report && { report })"))).toBe("");
  expect(await complaint("tsc", event("repport: report"))).toContain("'repport' does not exist");
});

test("a command compiles with its optional property, and not with a misspelt one", async () => {
  expect(await complaint("tsc", command("report"))).toBe("");
  expect(await complaint("tsc", command("repport: report"))).toContain("'repport' does not exist");
});

test("the linter refuses the spread of a literal, which hides such a mistake from the compiler", async () => {
  expect(await complaint("tsc", command("...{ repport: report }"))).toBe("");
  expect(await complaint("biome", command("...{ repport: report }"))).toContain("surrounding literal");
});
