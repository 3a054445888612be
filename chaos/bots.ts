import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Dice } from "./random.ts";

export type LogLine = { readonly name: string; readonly level: string } & Readonly<Record<string, unknown>>;

/** The real bot, as so many processes on one store. */
export interface Bots {
  /** Where an activity may go now; null while no process listens. */
  anyUrl(dice: Dice): string | null;
  readonly running: readonly { readonly url: string; readonly pid: number }[];
  /** Everything that any of them has logged. */
  readonly log: readonly LogLine[];
  readonly kills: number;
  readonly pauses: number;
  /** Kills one of them with SIGKILL and starts it again. @param killed is called in between. */
  killOne(dice: Dice, killed: () => void): Promise<void>;
  /** Suspends one of them with SIGSTOP for so long, as when its machine is suspended. */
  pauseOne(dice: Dice, milliseconds: number): Promise<void>;
  /** @returns the exit codes after SIGTERM. */
  stop(): Promise<readonly (number | null)[]>;
}

interface Bot {
  readonly child: ChildProcess;
  readonly url: string;
}

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** @param flags of Node.js. */
export async function startBots(
  count: number,
  env: NodeJS.ProcessEnv,
  flags: readonly string[] = [],
): Promise<Bots> {
  const log: LogLine[] = [];
  const errorOutput: string[] = [];
  const running = new Map<number, Bot>();
  const starting = new Set<Promise<void>>();
  let kills = 0;
  let pauses = 0;
  let stopping = false;

  async function start(index: number): Promise<void> {
    const child = spawn(process.execPath, [...flags, MAIN], {
      env: { PATH: process.env.PATH, PORT: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // When this process is killed, the processes that it started end too.
    const dieWithUs = () => child.kill("SIGKILL");
    process.once("exit", dieWithUs);
    child.once("exit", () => process.off("exit", dieWithUs));
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child.once("exit", (code) =>
      reject(
        new Error(
          `a bot ended with ${code}: ${[...errorOutput, JSON.stringify(log.at(-1))].slice(-5).join("\n")}`,
        ),
      ),
    );
    createInterface({ input: child.stdout }).on("line", (line) => {
      const entry: LogLine = line.startsWith("{") ? JSON.parse(line) : { name: line, level: "error" };
      log.push(entry);
      if (entry.name === "beckon.started") resolve(String(entry.url));
    });
    createInterface({ input: child.stderr }).on("line", (line) => errorOutput.push(line));
    running.set(index, { child, url: await promise });
  }

  await Promise.all(Array.from({ length: count }, (_, index) => start(index)));

  return {
    log,
    get running() {
      return [...running.values()].map(({ url, child }) => ({ url, pid: child.pid ?? 0 }));
    },
    get kills() {
      return kills;
    },
    get pauses() {
      return pauses;
    },
    anyUrl(dice) {
      const urls = [...running.values()].map(({ url }) => url);
      return urls.length === 0 ? null : dice.pick(urls);
    },
    async killOne(dice, killed) {
      if (running.size === 0 || stopping) return;
      const [index, { child }] = dice.pick([...running]);
      running.delete(index);
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      kills += 1;
      await exited;
      killed();
      const again = start(index);
      starting.add(again);
      await again.finally(() => starting.delete(again));
    },
    async pauseOne(dice, milliseconds) {
      if (running.size === 0 || stopping) return;
      const [index, bot] = dice.pick([...running]);
      running.delete(index);
      bot.child.kill("SIGSTOP");
      pauses += 1;
      await wait(milliseconds);
      bot.child.kill("SIGCONT");
      running.set(index, bot);
    },
    async stop() {
      stopping = true;
      await Promise.allSettled(starting);
      const codes = [...running.values()].map(async ({ child }) => {
        const exited = once(child, "exit");
        child.kill("SIGTERM");
        const [code] = await exited;
        return code as number | null;
      });
      running.clear();
      return Promise.all(codes);
    },
  };
}
