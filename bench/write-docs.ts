import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { type Outcome, valuesOf } from "./outcome.ts";
import { markdown, type Table, table } from "./table.ts";

const PAGE = new URL("../docs/performance.md", import.meta.url);
const IMAGES = new URL("../docs/images/", import.meta.url);
const BASELINE = new URL("./baseline.json", import.meta.url);

export const readBaseline = (): Readonly<Record<string, number>> =>
  JSON.parse(readFileSync(BASELINE, "utf8"));

/** @param busy load averages before and after. */
export function machineTable(busy: readonly [number, number]): Table {
  const [{ model = "" } = {}] = cpus();
  const memory = `${(totalmem() / 1e9).toFixed(0)} GB`;
  const load = busy.map((each) => each.toFixed(1)).join(" before, ");
  const head = ["measured on", "processor", "memory", "Node.js", "load average"];
  const day = new Date().toISOString().slice(0, 10);
  return table(head, [
    [day, `${availableParallelism()} × ${model}`, memory, process.version, `${load} after`],
  ]);
}

/** Tables into their places on the page, plots into their files, figures into the table that `--check` compares with. */
export function writeDocs(outcomes: readonly Outcome[]): void {
  const page = outcomes.reduce(
    (text, { tables, plots }) => {
      return Object.entries(tables).reduce((before, [place, made]) => {
        const plot = plots[place];
        const shown = plot === undefined ? [] : [`![${plot.says}](images/${plot.file})`];
        return placed(before, place, shown.concat(made.map(markdown)).join("\n\n"));
      }, text);
    },
    readFileSync(PAGE, "utf8"),
  );
  writeFileSync(PAGE, page);
  for (const { file, svg } of outcomes.flatMap(({ plots }) => Object.values(plots)))
    writeFileSync(new URL(file, IMAGES), svg);
  const figures = Object.assign({}, readBaseline(), ...outcomes.map((each) => valuesOf(each.figures)));
  writeFileSync(BASELINE, `${JSON.stringify(figures, null, 2)}\n`);
}

/** Between `<!-- bench: PLACE -->` and `<!-- end -->`. @throws when the page has no such place. */
export function placed(page: string, place: string, made: string): string {
  const begin = `<!-- bench: ${place} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf("<!-- end -->", from);
  if (from < 0 || to < 0) throw new Error(`docs/performance.md has no place for ${place}`);
  return `${page.slice(0, from + begin.length)}\n\n${made}\n\n${page.slice(to)}`;
}
