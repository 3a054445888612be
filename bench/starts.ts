import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { activity, typed } from "./activities.ts";
import { startConnector } from "./connector.ts";
import { median, post } from "./load.ts";
import { beckonOn, type Neighbours, startNeighbours, stockWith, TEAMS } from "./neighbours.ts";
import type { Outcome } from "./outcome.ts";
import { startServer } from "./server.ts";
import { plain, type Table, table } from "./table.ts";

/** A start to the first answered turn. */
export interface Start {
  /** Milliseconds by the clock. */
  readonly took: number;
  /** Milliseconds of CPU time until then. */
  readonly cpu: number;
  /** Resident MB some seconds later. */
  readonly idle: number;
}

export type Starts = ReadonlyMap<string, readonly Start[]>;

/** Milliseconds until memory is read: what the start left behind is not collected at once. */
const SETTLES_WITHIN = 3_000;

/**
 * Starts in turn, each to the first answered message. Every bot is started once before, so that Beckon finds its
 * database and Node.js its compile cache, as after an update of the machine.
 */
export async function measureStarts(neighbours: Neighbours, times: number): Promise<Starts> {
  const { folder, microsoft } = neighbours;
  const connector = await startConnector();
  const database = { DATABASE_FILE: join(folder, "starts.sqlite") };
  const bots = {
    "stock botbuilder echo": ["./bots/stock.ts", stockWith(microsoft), connector.serviceUrl],
    "stock teams-ai echo": ["./bots/teams-ai.ts", stockWith(microsoft), connector.serviceUrl],
    "Beckon, SQLite": ["./bots/beckon.ts", beckonOn(neighbours, connector, database), TEAMS],
  } as const;
  const starts = new Map<string, Start[]>();
  try {
    for (let n = 0; n <= times; n++) {
      for (const [name, [script, environment, serviceUrl]] of Object.entries(bots)) {
        const begun = performance.now();
        const server = await startServer(script, environment);
        const message = JSON.stringify(activity(serviceUrl, "sam", typed("status")));
        await post(server.url, message, microsoft.bearer(serviceUrl));
        const [took, cpu] = [performance.now() - begun, server.cpu()];
        if (n > 0) {
          await wait(SETTLES_WITHIN);
          starts.set(name, [...(starts.get(name) ?? []), { took, cpu, idle: server.rss() }]);
        }
        await server.stop();
      }
    }
    return starts;
  } finally {
    connector.close();
  }
}

/** Over teams-ai's echo, start by start. */
export function startRatio(starts: Starts): number {
  const over = starts.get("stock teams-ai echo") ?? [];
  const ours = starts.get("Beckon, SQLite") ?? [];
  return median(ours.map(({ took }, n) => took / (over[n]?.took ?? Number.NaN)));
}

export function startTable(starts: Starts): Table {
  const rows = [...starts].map(([name, each]) => [
    name,
    median(each.map(({ took }) => took)).toFixed(0),
    median(each.map(({ cpu }) => cpu)).toFixed(0),
    median(each.map(({ idle }) => idle)).toFixed(0),
  ]);
  return table(["start to the first answer", "ms", "CPU ms", "idle, MB"], rows);
}

const TIMES = 7;

export async function benchStarts(): Promise<Outcome> {
  const neighbours = await startNeighbours(false);
  try {
    const starts = await measureStarts(neighbours, TIMES);
    const found = startTable(starts);
    const value = startRatio(starts);
    console.log(`\n${plain(found)}\n  Beckon over teams-ai's echo: ${value.toFixed(2)}`);
    return {
      tables: { start: [found] },
      plots: {},
      figures: { "start, over teams-ai's echo": { value, low: value } },
    };
  } finally {
    await neighbours.close();
  }
}
