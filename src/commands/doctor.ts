import type { Command } from "commander";
import { sayFact } from "../cards/text/facts.ts";
import { ENGLISH } from "../cards/text/words.ts";
import { commandOf, type Output, UsageMistake } from "../cli/command-line.ts";
import { STANDARD_OUTPUT } from "../cli/read-call.ts";
import { readConfig } from "../config/config.ts";
import { rosterOf } from "../connect.ts";
import { examine } from "../doctor/examine.ts";
import { exitCodeOf, table, tell } from "../doctor/report.ts";
import { createTools, type ToolOptions, type Tools } from "../doctor/tools.ts";
import { why, whyTable } from "../doctor/why.ts";
import { systemClock } from "../ports/clock.ts";
import { DirectoryUnavailable } from "../ports/directory.ts";
import { useProxy } from "./use-proxy.ts";

const SPEC = {
  name: "doctor",
  does: "Looks at the whole setup and says what is missing and who puts it right. Changes nothing. Exits with 1 when something is wrong.",
  words: "[HELPER] [SHARER] [DEVICE]",
  options: {
    json: { does: "one JSON object for a program" },
    names: { does: "names the people behind the counts" },
    why: {
      does: "every condition of a session of HELPER with SHARER, with the value seen, as Beckon judges it",
    },
  },
} as const;

const WITHIN_MS = 60_000;

/** @param change for tests: other credentials. */
export const doctorCommand = (
  env: NodeJS.ProcessEnv = process.env,
  output: Pick<Output, "out"> = STANDARD_OUTPUT,
  change: Partial<ToolOptions> = {},
): Command =>
  commandOf(SPEC, async ({ values, words }) => {
    const [helper, sharer, device] = words;
    const asksWhy = values.why && helper !== undefined && sharer !== undefined;
    if (!asksWhy && (values.why || helper !== undefined)) {
      throw new UsageMistake("--why takes HELPER SHARER [DEVICE]");
    }
    const config = readConfig(env);
    useProxy(config);
    const options = { config, clock: systemClock, withinMs: WITHIN_MS, roster: rosterOf(config) };
    const tools = createTools(Object.assign(options, change));
    const print = (line: string) => output.out(`${line}\n`);
    return asksWhy
      ? await tellWhy({ helper, sharer, device }, values.json, tools, print)
      : await tellSetup(values, tools, print);
  });

type Print = (line: string) => void;

async function tellSetup(
  { json, names }: { readonly json: boolean; readonly names: boolean },
  tools: Tools,
  print: Print,
): Promise<number> {
  const findings = await examine(tools);
  const told = findings.map((finding) => tell(finding, names));
  const exitCode = exitCodeOf(findings);
  if (json) print(JSON.stringify({ ok: exitCode === 0, findings: told }));
  else for (const line of table(told)) print(line);
  return exitCode;
}

async function tellWhy(
  about: { helper: string; sharer: string; device: string | undefined },
  json: boolean,
  tools: Tools,
  print: Print,
): Promise<number> {
  const answer = await why(about, tools).catch((fault: unknown) => {
    if (!(fault instanceof DirectoryUnavailable)) throw fault;
    throw new Error(`Graph did not answer: ${sayFact(fault.why, ENGLISH)}`, { cause: fault });
  });
  if (json) print(JSON.stringify(answer));
  else for (const line of whyTable(answer)) print(line);
  return answer.verdicts.view === "allow" ? 0 : 1;
}
