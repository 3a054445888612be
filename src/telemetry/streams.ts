import { createLog, type Fields } from "./log.ts";

/**
 * From now on standard output and standard error carry lines of the log and nothing else. What libraries print, Node's
 * warnings, and faults that nobody caught become such lines, without their text, which may hold a key or a name.
 * @param fieldsOf what the log may know of a fault. @returns what writes a line of the log.
 */
export function ownStreams(fieldsOf: (fault: unknown) => Fields): (line: string) => void {
  const toOutput = process.stdout.write.bind(process.stdout);
  const write = (line: string) => void toOutput(line);
  const log = createLog(write);
  for (const stream of ["stdout", "stderr"] as const) {
    process[stream].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      log.warn("output.stray", { stream, bytes: Buffer.byteLength(chunk) });
      const done = rest.at(-1);
      if (typeof done === "function") process.nextTick(done);
      return true;
    };
  }
  // Node's own listener writes past the streams.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    const code = "code" in warning ? String(warning.code) : undefined;
    log.warn("node.warning", { warning: warning.name, code });
  });
  // Nothing is known of the state of a process after such a fault, so it ends, as it does without a listener.
  process.on("uncaughtException", (fault) => {
    log.error("process.failed", fieldsOf(fault));
    process.exit(1);
  });
  return write;
}
