import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TokenCredential } from "@azure/identity";
import type { Command } from "commander";
import { GROUP_IDS, TENANT_ID } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";
import { type Output, runProgram } from "../../src/cli/command-line.ts";
import { doctorCommand } from "../../src/commands/doctor.ts";
import type { ToolOptions } from "../../src/doctor/tools.ts";

export interface SetupBench {
  readonly graph: SimulatedGraph;
  readonly env: NodeJS.ProcessEnv;
  /** The doctor as it is called on the terminal. */
  doctor(argv?: readonly string[], change?: Partial<ToolOptions>): Promise<Told>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Told {
  readonly exitCode: number;
  readonly out: string;
  readonly complaints: string;
}

/** The simulated tenant behind real HTTP, and an environment that names it. */
export async function startSetupBench(change: NodeJS.ProcessEnv = {}): Promise<SetupBench> {
  const graph = await startSimulatedGraph();
  const folder = await mkdtemp(join(tmpdir(), "beckon-doctor-"));
  const env: NodeJS.ProcessEnv = {
    BECKON_PROFILE: "playground",
    BOT_TENANT_ID: TENANT_ID,
    HELPDESK_CHANNEL_ID: "19:helpdesk@thread.tacv2",
    GRAPH_BASE_URL: graph.url,
    DATABASE_FILE: join(folder, "beckon.sqlite"),
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    ...change,
  };
  return {
    graph,
    env,
    doctor: (argv = [], options = {}) => called(argv, (output) => doctorCommand(env, output, options)),
    async [Symbol.asyncDispose]() {
      await graph.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Calls a command as `beckon` does. */
export async function called(
  argv: readonly string[],
  commandFor: (output: Output) => Command,
): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const exitCode = await runProgram(commandFor(output), argv, output);
  return { exitCode, out: out.join("").trimEnd(), complaints: err.join("").trimEnd() };
}

/** A credential whose tokens carry these permissions, as Entra writes them into the `roles` claim. */
export function tokenWith(roles: readonly string[]): TokenCredential {
  const payload = Buffer.from(JSON.stringify({ aud: "graph", roles })).toString("base64url");
  return {
    getToken: async () => ({ token: `e30.${payload}.x`, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
}
