import { median, quantile } from "./load.ts";
import { type Measured, PLACE_NAMES, PLACES, PRESS_NAMES, PRESSES } from "./press.ts";
import { blocksOf, cpuOf, cpuRatio, overStock, readingOf, type Spread } from "./ratios.ts";
import { bytesOf } from "./replay.ts";
import { type Table, table } from "./table.ts";

const LOADS = [1, 16, 64];

export function messagesTable({ replays }: Measured): Table {
  const rows = PRESS_NAMES.map((press) => {
    const replay = replays[PRESSES[press]];
    if (replay === undefined) return [press];
    const [answer = 0, ...sent] = bytesOf(replay);
    const updates = replay.messages.filter(({ isUpdate }) => isUpdate).length;
    const posts = replay.messages.length - updates;
    const sizes = sent.map(kilobytes).join(" + ");
    return [press, kilobytes(answer), String(updates), String(posts), sizes];
  });
  return table(["what is sent for a press", "answer, KB", "updates", "posts", "their KB"], rows);
}

export function cpuTable({ blocks }: Measured): Table {
  const rows: string[][] = [];
  const echo = { candidate: "echo", step: "echo", atOnce: 16 } as const;
  rows.push(["stock echo, a message", ms(cpuOf(readingOf(blocks, echo))), "", "", "", ""]);
  for (const press of PRESS_NAMES) {
    const stock = readingOf(blocks, { candidate: "stock", step: press, atOnce: 16 });
    rows.push([`${press}, stock bot`, ms(cpuOf(stock)), "1", "", "", rate(stock)]);
    for (const place of PLACE_NAMES) {
      const reading = readingOf(blocks, { candidate: place, step: press, atOnce: 16 });
      if (reading.actions === 0) continue;
      const one = { candidate: "postgres-1", step: press, atOnce: 16 } as const;
      const isMany = PLACES[place].processes > 1 && blocksOf(blocks, one).length > 0;
      rows.push([
        `${press}, ${PLACES[place].name}`,
        ms(cpuOf(reading)),
        spread(overStock(blocks, place, press)),
        isMany ? spread(cpuRatio(blocks, { candidate: place, step: press, atOnce: 16 }, one)) : "",
        ms(reading.databaseCpu / reading.actions),
        rate(reading),
      ]);
    }
  }
  return table(
    [
      "16 at a time",
      "CPU ms an action",
      "× stock",
      "× one process",
      "PostgreSQL's CPU ms",
      "a core's actions/s",
    ],
    rows,
  );
}

export function latencyTable({ blocks }: Measured): Table {
  const rows: string[][] = [];
  const add = (name: string, which: Parameters<typeof readingOf>[1]) => {
    const cells = LOADS.map((atOnce) => readingOf(blocks, Object.assign({ atOnce }, which)).latencies);
    if (cells.every(({ length }) => length === 0)) return;
    rows.push([name, ...cells.map((each) => (each.length === 0 ? "" : latency(each)))]);
  };
  add("stock echo", { candidate: "echo" });
  for (const press of PRESS_NAMES) {
    for (const place of PLACE_NAMES)
      add(`${press}, ${PLACES[place].name}`, { candidate: place, step: press });
  }
  return table(["ms until the answer, p50 / p99", ...LOADS.map((atOnce) => `${atOnce} at a time`)], rows);
}

export function memoryTable({ memory }: Measured): Table {
  const rows = Object.entries(memory).map(([name, each]) => [
    name in PLACES ? PLACES[name as keyof typeof PLACES].name : `stock bot (${name})`,
    each.map((mb) => mb.toFixed(0)).join(", "),
  ]);
  return table(["resident after the load", "MB a process"], rows);
}

const ms = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : "");
const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);
const latency = (values: readonly number[]) =>
  `${median(values).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)}`;
const rate = (reading: Parameters<typeof cpuOf>[0]) => (1_000 / cpuOf(reading)).toFixed(0);

export const spread = ({ median, low, high }: Spread): string =>
  `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
