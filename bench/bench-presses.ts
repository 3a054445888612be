import { loadavg } from "node:os";
import { startNeighbours } from "./neighbours.ts";
import { measurePresses, PLACE_NAMES, PLACES } from "./press.ts";
import { cpuTable, latencyTable, memoryTable, messagesTable } from "./report-presses.ts";
import { countStatements, type StatementsOf } from "./statements.ts";
import { plain, table } from "./table.ts";

interface Options {
  /** Only this engine. */
  readonly on?: string;
  readonly rounds?: number;
  /** Only CPU time and statements, 16 at a time, in one process. */
  readonly isShort?: boolean;
  /** A step whose statements are listed. */
  readonly list?: string;
}

const say = (progress: string) =>
  console.log(`${new Date().toTimeString().slice(0, 8)} ${progress} (load ${loadavg()[0]?.toFixed(1)})`);

/** The cost of a press, against a stock bot that sends the same messages. */
export async function benchPresses({ on = "", rounds = 5, isShort = false, list }: Options): Promise<void> {
  const places = PLACE_NAMES.filter(
    (place) => place.startsWith(on) && !(isShort && PLACES[place].processes > 1),
  );
  const neighbours = await startNeighbours(places.some((place) => PLACES[place].engine === "postgres"));
  try {
    const statements = new Map<string, ReadonlyMap<string, StatementsOf>>();
    for (const engine of ["sqlite", "postgres"] as const) {
      if (!places.some((place) => PLACES[place].engine === engine)) continue;
      say(`counting statements on ${engine}`);
      statements.set(engine, await countStatements(neighbours, engine));
    }
    printStatements(statements, list);
    const measured = await measurePresses(neighbours, { places, rounds, hasLatencies: !isShort, say });
    const tables = [messagesTable(measured), cpuTable(measured), memoryTable(measured)];
    if (!isShort) tables.push(latencyTable(measured));
    for (const each of tables) console.log(`\n${plain(each)}`);
    console.log(`\nload average ${measured.busy.map((each) => each.toFixed(1)).join(" before, ")} after`);
  } finally {
    await neighbours.close();
  }
}

function printStatements(found: ReadonlyMap<string, ReadonlyMap<string, StatementsOf>>, list = ""): void {
  const engines = [...found.keys()];
  const steps = [...new Set([...found.values()].flatMap((each) => [...each.keys()]))];
  const rows = steps.map((step) => [
    step,
    ...engines.flatMap((engine) => {
      const { statements = 0, roundTrips = 0 } = found.get(engine)?.get(step) ?? {};
      return [statements.toFixed(1), engine === "sqlite" ? "" : roundTrips.toFixed(1)];
    }),
  ]);
  const head = ["an action", ...engines.flatMap((engine) => [`${engine}: statements`, "round trips"])];
  console.log(`\n${plain(table(head, rows))}`);
  for (const engine of engines) {
    for (const [text, count] of found.get(engine)?.get(list)?.texts ?? [])
      console.log(`  ${count.toFixed(2).padStart(5)}  ${text.replace(/\\s+/g, " ")}`);
  }
}
