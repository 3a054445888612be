export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Table => ({
  head,
  rows,
});

/** For a terminal: the first column to the left, the others to the right. */
export function plain({ head, rows }: Table): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return all.map((row) => `  ${head.map((_, n) => pad(row[n] ?? "", n)).join("   ")}`.trimEnd()).join("\n");
}

export function markdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${head.map((_, n) => cells[n] ?? "").join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}
