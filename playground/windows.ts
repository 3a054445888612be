import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Company, mockFile, type Person, personalChatId } from "./mock-file.ts";

/**
 * `person` sends everything that is typed and pressed in the window. `port` 0 takes any free port. `botEndpoint` is
 * the bot's full URL (`…/api/messages`). `folder` belongs to this window alone: mock file, and log in `devTools/`.
 */
export interface WindowSpec {
  readonly person: Person;
  readonly port: number;
  readonly botEndpoint: string;
  readonly company: Company;
  readonly folder: string;
}

/**
 * `serviceUrl` is the window's connector, as its activities name it. `stop` waits until the window is gone and may be
 * called twice. `exited` settles when it is gone, asked for or not: with its exit code, or null after a signal.
 */
export interface PlaygroundWindow {
  readonly url: string;
  readonly serviceUrl: string;
  readonly personalChatId: string;
  readonly stop: () => Promise<void>;
  readonly exited: Promise<number | null>;
}

const CLI = fileURLToPath(import.meta.resolve("@microsoft/m365agentsplayground/cli.js"));
const LOOPBACK_ONLY = import.meta.resolve("./loopback-only.ts");
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 3_000;

/**
 * Starts one window of the Microsoft 365 Agents Playground; resolves when it serves.
 * @throws Error with the last lines of its log, when it dies, cannot have `port` or needs more than 30 s.
 */
export async function startWindow(spec: WindowSpec): Promise<PlaygroundWindow> {
  const { person, port, company, folder } = spec;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ".m365agentsplayground.yml"), mockFile(person, company));
  const child = spawnPlayground(spec);
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  const stop = stopper(child, exited);
  try {
    const url = await untilServing(child, port);
    return { url, serviceUrl: `${url}/_connector`, personalChatId: personalChatId(person), stop, exited };
  } catch (fault) {
    await stop();
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Error(`The window of ${person.name} ${reason}\n${await lastLogLines(folder)}`);
  }
}

/** Passes only some variables on, because HTTP_PROXY, AUTH_CLIENT_ID and others change what the window does. */
function spawnPlayground({ botEndpoint, port, folder }: WindowSpec): ChildProcess {
  const { PATH, HOME, TZ, SystemRoot, windir } = process.env;
  const env = { PATH, HOME, TZ, SystemRoot, windir, TEAMSAPPTESTER_BROWSER: "none" };
  const options = ["-e", botEndpoint, "-c", "msteams", "-p", String(port), "--disable-telemetry"];
  return spawn(process.execPath, ["--import", LOOPBACK_ONLY, CLI, "start", ...options], {
    cwd: folder,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Also kills the window when this process exits without stopping it. */
function stopper(child: ChildProcess, exited: Promise<number | null>): () => Promise<void> {
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined || hasEnded(child)) return;
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  };
  const killWithUs = () => kill("SIGKILL");
  process.once("exit", killWithUs);
  void exited.then(() => process.off("exit", killWithUs));
  return async () => {
    kill("SIGTERM");
    const lastResort = setTimeout(kill, STOP_LIMIT_MS, "SIGKILL");
    await exited;
    clearTimeout(lastResort);
  };
}

/**
 * The window's address, once it answers. The Playground opens its port before it reads the mock file, and silently takes
 * a random port when the wanted one is in use; so neither an open port nor an answer alone proves that it is up.
 */
async function untilServing(child: ChildProcess, wantedPort: number): Promise<string> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
    });
  }
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await delay(50)) {
    if (child.pid === undefined) throw new Error("could not be started.");
    if (hasEnded(child)) throw new Error(`died at its start.\n${output}`);
    const port = Number(/Listening on (\d+)\n/.exec(output)?.[1] ?? 0);
    if (port && wantedPort && port !== wantedPort)
      throw new Error(`did not get port ${wantedPort}: it is taken.`);
    const url = `http://localhost:${port}`;
    if (port && (await fetch(`${url}/_debug/ping`).catch(() => undefined))?.ok) return url;
  }
  throw new Error(`did not start within ${START_LIMIT_MS / 1000} s.\n${output}`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function lastLogLines(folder: string): Promise<string> {
  const log = await readFile(join(folder, "devTools", "m365agentsplayground.log"), "utf8").catch(() => "");
  const isForPeople = (line: string) => line !== "" && !line.startsWith("debug Telemetry");
  return log.split("\n").filter(isForPeople).slice(-10).join("\n");
}
