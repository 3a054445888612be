import { writeSync } from "node:fs";
import { parseArgs } from "node:util";

/** Exit code of a script that was called with unknown arguments and did nothing. */
export const EXIT_USAGE = 2;

/** The call was wrong; the message says how to call it. */
export class UsageMistake extends Error {
  override readonly name = "UsageMistake";
}

interface Option {
  readonly does: string;
  /** The placeholder of its value, such as `FILE`; without one the option is a switch. */
  readonly value?: string;
  /** What the value has to match. */
  readonly fits?: RegExp;
  readonly default?: string;
}

/** A script's arguments, as `--help` prints and the parser accepts them. */
interface CommandLine<Options extends Readonly<Record<string, Option>>> {
  /** What is typed, e.g. `npm run backup -- FILE`. */
  readonly usage: string;
  readonly does: string;
  readonly options?: Options;
  /** The fewest and the most arguments without an option; none unless it says so. */
  readonly words?: readonly [fewest: number, most: number];
}

interface Call<Options> {
  readonly values: {
    readonly [Name in keyof Options]: Options[Name] extends { readonly value: string }
      ? Options[Name] extends { readonly default: string }
        ? string
        : string | undefined
      : boolean;
  };
  readonly words: readonly string[];
}

export const NUMBER = /^\d{1,9}$/;

/** Reads this process's arguments. Prints the help and exits with 0, or refuses on standard error and exits with 2. */
export function readCall<const Options extends Readonly<Record<string, Option>>>(
  commandLine: CommandLine<Options>,
  args: readonly string[] = process.argv.slice(2),
): Call<Options> {
  if (wantsHelp(args)) exit(1, helpOf(commandLine), 0);
  try {
    return parseCall(commandLine, args);
  } catch (fault) {
    if (!(fault instanceof UsageMistake)) throw fault;
    return exit(2, fault.message, EXIT_USAGE);
  }
}

export const wantsHelp = (args: readonly string[]): boolean =>
  args.some((each) => each === "--help" || each === "-h");

/** @throws {UsageMistake} for everything that the command line does not describe. */
export function parseCall<const Options extends Readonly<Record<string, Option>>>(
  commandLine: CommandLine<Options>,
  args: readonly string[],
): Call<Options> {
  const refuse = (mistake: string): never => {
    throw new UsageMistake(`${mistake}\n\n${helpOf(commandLine)}`);
  };
  const described = Object.entries<Option>(commandLine.options ?? {});
  const options = described.map(([name, { value }]) => [
    name,
    { type: value === undefined ? "boolean" : "string" } as const,
  ]);
  let parsed: { values: Readonly<Record<string, unknown>>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: Object.fromEntries(options), allowPositionals: true });
  } catch (fault) {
    return refuse(parseFault(fault));
  }
  const [fewest, most] = commandLine.words ?? [0, 0];
  const unknown = parsed.positionals[most];
  if (unknown !== undefined) refuse(`Unexpected argument “${unknown}”.`);
  if (parsed.positionals.length < fewest) refuse("An argument is missing.");
  const values = described.map(([name, { value, fits, default: preset }]) => {
    const given = parsed.values[name] ?? (value === undefined ? false : preset);
    if (typeof given === "string" && fits?.test(given) === false) {
      refuse(`--${name} takes ${value}, not “${given}”.`);
    }
    return [name, given];
  });
  return { values: Object.fromEntries(values), words: parsed.positionals };
}

/** The first sentence of Node's message; the rest tells programmers how to escape an argument. */
export const parseFault = (fault: unknown): string =>
  (fault instanceof Error ? fault.message : String(fault)).replace(/\. (To specify|If you).*$/s, "");

function helpOf({ usage, does, options = {} }: CommandLine<Readonly<Record<string, Option>>>): string {
  const named = Object.entries(options).map(([name, { value, does, default: preset }]) => {
    const option = value === undefined ? `--${name}` : `--${name} ${value}`;
    return `  ${option.padEnd(24)} ${does}${preset === undefined ? "" : ` (${preset})`}`;
  });
  return [`Usage: ${usage}`, does, ...(named.length === 0 ? [] : ["", ...named])].join("\n");
}

function exit(stream: 1 | 2, text: string, code: number): never {
  // Synchronous, so that a pipe gets all of it before the process ends.
  writeSync(stream, `${text}\n`);
  process.exit(code);
}
