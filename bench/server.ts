import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds of CPU time so far, of all threads; NaN where the system does not tell (it does on Linux). */
  cpu(): number;
  /** Resident memory, MB; NaN where the system does not tell. */
  rss(): number;
  /** What a module of `--import` answers to a message. */
  ask(question: string | object): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * A server in a process of its own, as it would run anywhere; resolves once it has said its port.
 * @param flags of Node.js.
 */
export async function startServer(
  script: string,
  env: NodeJS.ProcessEnv,
  flags: readonly string[] = [],
): Promise<Server> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...flags, path], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  // When this process is killed, those that it started end too.
  const dieWithUs = () => child.kill("SIGKILL");
  process.once("exit", dieWithUs);
  child.once("exit", () => process.off("exit", dieWithUs));
  const port = await portOf(child);
  const pid = child.pid ?? 0;
  return {
    url: `http://127.0.0.1:${port}/api/messages`,
    pid,
    cpu: () => cpuOf(pid),
    rss: () => rssOf(pid),
    async ask(question) {
      const answer = once(child, "message");
      child.send(question);
      return (await answer)[0];
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** The echo bot prints its port alone; Beckon names its address in its log. */
function portOf(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    if (output.length > 100_000) return;
    output += chunk.toString();
    const port = /^(\d+)$/m.exec(output)?.[1] ?? /"url":"http:\/\/[^":]+:(\d+)"/.exec(output)?.[1];
    if (port !== undefined) resolve(Number(port));
  });
  child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  return promise;
}

/** The first number of a thread's schedstat is its time on a CPU, ns (docs.kernel.org/scheduler/sched-stats.html). */
export function cpuOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8"));
    return times.reduce((sum, text) => sum + Number(text.split(" ")[0]), 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function rssOf(pid: number): number {
  try {
    const [, kB = ""] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kB) / 1024;
  } catch {
    return Number.NaN;
  }
}
