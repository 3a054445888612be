import { Command, CommanderError, InvalidArgumentError, Option } from "commander";

/** Exit code of a call that was not understood, and did nothing. */
export const EXIT_USAGE = 2;

/** The call was wrong; the message says in what. */
export class UsageMistake extends Error {
  override readonly name = "UsageMistake";
}

export interface OptionSpec {
  readonly does: string;
  /** The placeholder of its value, such as `FILE`; without one the option is a switch. */
  readonly value?: string;
  /** What the value has to match. */
  readonly fits?: RegExp;
  readonly default?: string;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** A command as `--help` prints it and the parser accepts it. */
export interface CommandSpec<Options extends OptionSpecs = OptionSpecs> {
  /** What is typed, without arguments. */
  readonly name: string;
  readonly does: string;
  /** Arguments without an option, such as `<FILE>`, `<A> <B>` or `[NAMES...]`; none unless stated. */
  readonly words?: string;
  readonly options?: Options;
}

export interface Call<Options> {
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

/** Where a program prints; standard output gets only what was asked for. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Carries the exit code of a command through the parser. */
export class Ended extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`ended with ${code}`);
    this.code = code;
  }
}

/**
 * A command for `run`, which gets its arguments and returns the exit code; nothing is 0. An option or argument that the
 * spec does not describe is refused before `run` is called.
 */
export function commandOf<const Options extends OptionSpecs>(
  { name, does, words, options }: CommandSpec<Options>,
  run: (call: Call<Options>) => Promise<number | undefined> | number | undefined,
): Command {
  const command = new Command(name).description(does);
  const described = Object.entries<OptionSpec>(options ?? {});
  for (const [flag, spec] of described) command.addOption(optionOf(flag, spec));
  if (words !== undefined) command.arguments(words);
  return command.action(async () => {
    const given = command.opts<Readonly<Record<string, unknown>>>();
    const values = described.map(([flag, { value }]) => [
      flag,
      given[camelCase(flag)] ?? (value === undefined ? false : undefined),
    ]);
    const code = await understood(command, () =>
      run({ values: Object.fromEntries(values), words: command.processedArgs.flat().filter(isText) }),
    );
    if (code !== undefined && code !== 0) throw new Ended(code);
  });
}

/** A mistake that only the command itself finds is told like one that the parser finds. */
async function understood<T>(command: Command, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (fault) {
    if (fault instanceof UsageMistake) command.error(`error: ${fault.message}`);
    throw fault;
  }
}

/** Commands under one name, such as `audit verify`. */
export function groupOf(name: string, does: string, commands: readonly Command[]): Command {
  const group = new Command(name).description(does);
  for (const command of commands) group.addCommand(command);
  return group;
}

function optionOf(flag: string, { does, value, fits, default: preset }: OptionSpec): Option {
  const option = new Option(value === undefined ? `--${flag}` : `--${flag} <${value}>`, does);
  if (preset !== undefined) option.default(preset);
  if (fits === undefined) return option;
  return option.argParser((text: string) => {
    if (!fits.test(text)) throw new InvalidArgumentError(`It has to be ${value}.`);
    return text;
  });
}

const camelCase = (flag: string): string =>
  flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const isText = (word: unknown): word is string => typeof word === "string";

/**
 * Parses the arguments and runs what they name. Help goes to standard output and is 0; a call that is not understood is
 * told on standard error, with the nearest name, and is 2.
 */
export async function runProgram(program: Command, args: readonly string[], output: Output): Promise<number> {
  for (const each of withSubcommands(program)) prepare(each, output);
  try {
    await program.parseAsync(asksNothing(program, args) ? [...args, "--help"] : [...args], { from: "user" });
    return 0;
  } catch (fault) {
    if (fault instanceof Ended) return fault.code;
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : EXIT_USAGE;
    output.err(`${fault instanceof Error ? fault.message : String(fault)}\n`);
    return EXIT_USAGE;
  }
}

/** Prints to `output`, and ends a parse by throwing instead of ending the process. */
function prepare(command: Command, output: Output): void {
  const usage = command.createHelp().commandUsage(command);
  command.exitOverride().configureOutput({
    writeOut: output.out,
    writeErr: output.err,
    getOutHelpWidth: () => 100,
    outputError: (mistake, write) =>
      write(`${mistake.trimEnd()}\nNothing was done. Usage: ${usage}\n(--help explains it.)\n`),
  });
}

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

/** True for the name of a group and nothing else: who types it wants to know what it has. */
function asksNothing(program: Command, args: readonly string[]): boolean {
  let command = program;
  for (const word of args) {
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) return false;
    command = next;
  }
  return command.commands.length > 0;
}
