import { existsSync } from "node:fs";
import { Command, Option } from "commander";
import { runProgram, UsageMistake } from "./cli/command-line.ts";
import { STANDARD_OUTPUT } from "./cli/read-call.ts";
import { RELEASED, VERSION } from "./config/version.ts";

interface Entry {
  readonly name: string;
  /** In the list of commands; the command's own help says more. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Loaded only when it is named, so that help and a start load nothing else. */
const ENTRIES: readonly Entry[] = [
  {
    name: "start",
    summary: "starts Beckon",
    load: async () => (await import("./commands/start.ts")).startCommand(),
  },
  {
    name: "doctor",
    summary: "looks at the whole setup and says what is missing",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand(),
  },
  {
    name: "grant",
    summary: "how to grant Beckon's permissions in Microsoft Graph, or does it",
    load: async () => (await import("./commands/grant.ts")).grantCommand(),
  },
  {
    name: "audit",
    summary: "verify, export, erase and hold what was recorded",
    load: async () => (await import("./commands/audit.ts")).auditGroup(),
  },
  {
    name: "report",
    summary: "who lacks a licence, what refused sessions",
    load: async () => (await import("./commands/report.ts")).reportGroup(),
  },
  {
    name: "backup",
    summary: "copies the store while Beckon runs",
    load: async () => (await import("./commands/backup.ts")).backupCommand(),
  },
  {
    name: "restore",
    summary: "puts a backup where there is no store, and verifies it",
    load: async () => (await import("./commands/backup.ts")).restoreCommand(),
  },
  {
    name: "policy",
    summary: "checks, compares and tries a policy file",
    load: async () => (await import("./commands/policy.ts")).policyGroup(),
  },
  {
    name: "package",
    summary: "builds the Teams app package",
    load: async () => (await import("./commands/package.ts")).packageCommand(),
  },
  ...(["playground", "bench", "chaos"] as const).map((name) => ({
    name,
    summary: "for development",
    load: async () => (await import("./commands/developers.ts")).developerCommand(name),
  })),
];

const VARIABLES = "env/.env.local";

/** @param variables a file that is read when it exists; null for none. @returns the exit code. */
export async function beckon(args: readonly string[], variables: string | null = VARIABLES): Promise<number> {
  const program = new Command("beckon")
    .description("Beckon: remote help that people allow, on the command line.")
    .version(versionLine(), "--version", "prints version, date and Node.js")
    .addOption(
      new Option("--variables <FILE>", "where the process has no variable, takes it from this file").default(
        variables ?? undefined,
        variables === null ? undefined : `${variables}, if there is one`,
      ),
    )
    .hook("preAction", loadVariables);
  for (const { name, summary, load } of ENTRIES) {
    const command = args.includes(name) ? await load() : new Command(name);
    program.addCommand(command.summary(summary));
  }
  return await runProgram(program, args, STANDARD_OUTPUT);
}

/** `beckon 0.1.0 (2026-12-01), Node.js 24.21.0`. */
const versionLine = (): string =>
  `beckon ${VERSION} (${RELEASED ?? "not a release"}), Node.js ${process.versions.node}`;

/** A file that was named has to be there; the usual one may be missing. */
function loadVariables(program: Command): void {
  const { variables } = program.opts<{ readonly variables?: string }>();
  if (variables === undefined) return;
  if (existsSync(variables)) process.loadEnvFile(variables);
  else if (program.getOptionValueSource("variables") === "cli") {
    throw new UsageMistake(`--variables: there is no ${variables}`);
  }
}
