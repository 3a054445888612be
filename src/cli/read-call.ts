import { writeSync } from "node:fs";
import { type Call, type CommandSpec, commandOf, type OptionSpecs, runProgram } from "./command-line.ts";

/** Synchronous, so that a pipe gets all of it before the process ends. */
export const STANDARD_OUTPUT = {
  out: (text: string) => void writeSync(1, text),
  err: (text: string) => void writeSync(2, text),
};

/** The arguments of a script that is no command of `beckon`. Ends the process for help and for a call that is wrong. */
export async function readCall<const Options extends OptionSpecs>(
  spec: CommandSpec<Options>,
  args: readonly string[] = process.argv.slice(2),
): Promise<Call<Options>> {
  const calls: Call<Options>[] = [];
  const command = commandOf(spec, (call) => {
    calls.push(call);
    return 0;
  });
  const code = await runProgram(command, args, STANDARD_OUTPUT);
  const [call] = calls;
  if (call === undefined) process.exit(code);
  return call;
}
