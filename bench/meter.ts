import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Timed } from "./load.ts";
import type { Bot } from "./neighbours.ts";
import { cpuOf } from "./server.ts";

/** What the presses of one step cost, with all of their messages. */
export interface Reading {
  readonly actions: number;
  /** Milliseconds of each press until its answer. */
  readonly latencies: readonly number[];
  /** Milliseconds of the bot's processes together. */
  readonly cpu: number;
  /** Milliseconds of PostgreSQL's processes; 0 without it. */
  readonly databaseCpu: number;
  readonly messages: number;
  /** Milliseconds from the first press to the last message. */
  readonly took: number;
}

/** Milliseconds without a message after which a step is over. */
const QUIET = 1_000;
/** The same once as many messages came as were expected. */
const QUIET_WHEN_COMPLETE = 60;
const LOOKS_EVERY = 10;
const LONGEST = 30_000;
/** Of Linux's accounting for user programs. */
const MS_IN_A_TICK = 10;

/**
 * CPU time is read when a moment has passed since the last message: what a bot writes down after it is counted, and the
 * wait for further messages is not.
 * @param expected messages an action.
 */
export async function read(
  bot: Bot,
  database: number | null,
  expected: number,
  send: () => Promise<Timed>,
): Promise<{ readonly timed: Timed; readonly reading: Reading }> {
  const { connector } = bot.target;
  const used = () => ({
    cpu: bot.servers.reduce((sum, server) => sum + server.cpu(), 0),
    databaseCpu: database === null ? 0 : familyCpu(database),
  });
  const [before, messagesBefore, begun] = [used(), connector.count(), performance.now()];
  const timed = await send();
  const actions = timed.latencies.length;
  let [count, changedAt, after] = [connector.count(), performance.now(), used()];
  let isFresh = true;
  for (const end = begun + LONGEST; performance.now() < end; ) {
    await wait(LOOKS_EVERY);
    if (connector.count() !== count) {
      [count, changedAt, isFresh] = [connector.count(), performance.now(), true];
      continue;
    }
    const quiet = performance.now() - changedAt;
    if (isFresh && quiet >= QUIET_WHEN_COMPLETE) [after, isFresh] = [used(), false];
    const isComplete = count - messagesBefore >= expected * actions;
    if (!isFresh && (isComplete || quiet >= QUIET)) break;
  }
  return {
    timed,
    reading: {
      actions,
      latencies: timed.latencies,
      cpu: after.cpu - before.cpu,
      databaseCpu: after.databaseCpu - before.databaseCpu,
      messages: count - messagesBefore,
      took: changedAt - begun,
    },
  };
}

/** Milliseconds of a process and its children, those that have ended included (proc_pid_stat(5): cutime, cstime). */
function familyCpu(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    const living = [pid, ...children.map(Number)].reduce((sum, each) => sum + (cpuOf(each) || 0), 0);
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return living + (Number(fields[13]) + Number(fields[14])) * MS_IN_A_TICK;
  } catch {
    return Number.NaN;
  }
}

/** Readings of several rounds as one. */
export const together = (readings: readonly Reading[]): Reading => ({
  actions: sum(readings, ({ actions }) => actions),
  latencies: readings.flatMap(({ latencies }) => latencies),
  cpu: sum(readings, ({ cpu }) => cpu),
  databaseCpu: sum(readings, ({ databaseCpu }) => databaseCpu),
  messages: sum(readings, ({ messages }) => messages),
  took: sum(readings, ({ took }) => took),
});

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
