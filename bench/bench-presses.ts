import { loadavg } from "node:os";
import type { Step } from "./cycle.ts";
import { median } from "./load.ts";
import { needsTable } from "./needs.ts";
import { type Neighbours, startNeighbours } from "./neighbours.ts";
import type { Figures, Outcome } from "./outcome.ts";
import { cpuPlot, latencyPlot } from "./plots.ts";
import {
  type Measured,
  measurePresses,
  PLACE_NAMES,
  PLACES,
  type Place,
  PRESS_NAMES,
  WARM_UP_TURNS,
} from "./press.ts";
import { cpuRatio, overStock, readingOf } from "./ratios.ts";
import { cpuTable, latencyTable, memoryTable, messagesTable } from "./report-presses.ts";
import { countStatements, type StatementsOf } from "./statements.ts";
import { plain, type Table, table } from "./table.ts";
import { machineTable } from "./write-docs.ts";

interface Options {
  /** Only this engine. */
  readonly on?: string;
  readonly rounds?: number;
  readonly warmUp?: number;
  /** Only CPU time and statements, 16 at a time, in one process. */
  readonly isShort?: boolean;
  /** A step whose statements are listed. */
  readonly list?: string;
}

type Counted = ReadonlyMap<"sqlite" | "postgres", ReadonlyMap<Step, StatementsOf>>;

const ROUNDS = 5;

const say = (progress: string) =>
  console.log(`${new Date().toTimeString().slice(0, 8)} ${progress} (load ${loadavg()[0]?.toFixed(1)})`);

/** The cost of a press, against a stock bot that sends the same messages. */
export async function benchPresses(options: Options): Promise<Outcome> {
  const { on = "", rounds = ROUNDS, warmUp = WARM_UP_TURNS, isShort = false, list } = options;
  const places = PLACE_NAMES.filter(
    (place) => place.startsWith(on) && !(isShort && PLACES[place].processes > 1),
  );
  const neighbours = await startNeighbours(places.some(isOnPostgres));
  try {
    const has = (place: Place) => !isOnPostgres(place) || neighbours.postgres !== null;
    if (!places.every(has)) say("there is no PostgreSQL for this machine");
    const here = places.filter(has);
    const counted = await countAll(neighbours, here);
    const statements = statementsTable(counted);
    if (list !== undefined) listStatements(counted, list);
    const measured = await measurePresses(neighbours, {
      places: here,
      rounds,
      warmUp,
      hasLatencies: !isShort,
      say,
    });
    const [messages, cpu] = [messagesTable(measured), cpuTable(measured)];
    const [latencies, memory] = [latencyTable(measured), memoryTable(measured)];
    for (const each of isShort ? [statements, messages, cpu] : [statements, messages, cpu, latencies, memory])
      console.log(`\n${plain(each)}`);
    const [before, after] = measured.busy;
    console.log(`\nload average ${before.toFixed(1)} before, ${after.toFixed(1)} after`);
    return {
      tables: {
        machine: [machineTable(measured.busy)],
        needs: [needsTable(measured)],
        statements: [statements],
        messages: [messages],
        cpu: [cpu],
        latencies: [latencies],
        memory: [memory],
      },
      plots: {
        cpu: {
          file: "performance-cpu.svg",
          says: "CPU time of a press beside the stock bot",
          svg: cpuPlot(measured),
        },
        latencies: {
          file: "performance-latency.svg",
          says: "Until the answer to a press",
          svg: latencyPlot(measured),
        },
      },
      figures: Object.assign(figuresOf(measured), countedFigures(counted)),
    };
  } finally {
    await neighbours.close();
  }
}

const isOnPostgres = (place: Place): boolean => PLACES[place].engine === "postgres";

async function countAll(neighbours: Neighbours, places: readonly Place[]): Promise<Counted> {
  const counted = new Map<"sqlite" | "postgres", ReadonlyMap<Step, StatementsOf>>();
  for (const engine of ["sqlite", "postgres"] as const) {
    if (!places.some((place) => PLACES[place].engine === engine)) continue;
    say(`counting statements on ${engine}`);
    counted.set(engine, await countStatements(neighbours, engine));
  }
  return counted;
}

function statementsTable(counted: Counted): Table {
  const steps = [...new Set([...counted.values()].flatMap((each) => [...each.keys()]))];
  const rows = steps.map((step) => [
    step,
    (counted.get("sqlite")?.get(step)?.statements ?? Number.NaN).toFixed(1),
    (counted.get("postgres")?.get(step)?.statements ?? Number.NaN).toFixed(1),
    (counted.get("postgres")?.get(step)?.roundTrips ?? Number.NaN).toFixed(1),
  ]);
  const head = ["an action", "statements, SQLite", "statements, PostgreSQL", "round trips, PostgreSQL"];
  return table(
    head,
    rows.map((row) => row.map((cell) => (cell === "NaN" ? "" : cell))),
  );
}

function listStatements(counted: Counted, step: string): void {
  for (const [engine, steps] of counted) {
    console.log(`\n${step} on ${engine}, how often for each:`);
    for (const [text, count] of steps.get(step as Step)?.texts ?? [])
      console.log(`  ${count.toFixed(2).padStart(5)}  ${text.replace(/\s+/g, " ")}`);
  }
}

function figuresOf({ blocks }: Measured): Figures {
  const figures = new Map<string, Figures[string]>();
  const add = (name: string, { median: value, low }: { median: number; low: number }) => {
    if (Number.isFinite(value)) figures.set(name, { value, low });
  };
  for (const press of PRESS_NAMES) {
    for (const place of PLACE_NAMES) {
      const { name, processes } = PLACES[place];
      add(`CPU of ${press}, ${name}, over the stock bot`, overStock(blocks, place, press));
      if (processes === 1) continue;
      const [many, one] = [place, "postgres-1" as const].map((candidate) => ({
        candidate,
        step: press,
        atOnce: 16,
      }));
      if (many === undefined || one === undefined) continue;
      add(`CPU of ${press}, ${name}, over one process`, cpuRatio(blocks, many, one));
    }
    const p50 = (which: Parameters<typeof readingOf>[1]) =>
      median(readingOf(blocks, Object.assign({ atOnce: 1 }, which)).latencies);
    const value = p50({ candidate: "sqlite", step: press }) / p50({ candidate: "echo" });
    add(`p50 of ${press}, SQLite, one at a time, over the echo`, { median: value, low: value });
  }
  return Object.fromEntries(figures);
}

function countedFigures(counted: Counted): Figures {
  const figures = [...counted].flatMap(([engine, steps]) =>
    [...steps].flatMap(([step, { statements, roundTrips }]) => [
      [`statements of ${step}, ${engine}`, { value: statements }] as const,
      ...(engine === "postgres" ? [[`round trips of ${step}`, { value: roundTrips }] as const] : []),
    ]),
  );
  return Object.fromEntries(figures);
}
