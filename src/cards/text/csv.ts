/** What a spreadsheet takes for a formula, also behind blanks, quotes and format characters, and in its full-width form. */
const FORMULA = /^[\s"'\p{Cf}]*[=+\-@\t\r|%\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** A table as CSV (RFC 4180). */
export const toCsv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [header, ...rows].map(csvRow).join("");

/** Cells are quoted; numbers stay numbers. */
export const csvRow = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => (typeof cell === "number" ? String(cell) : csvCell(cell))).join(",")}\r\n`;

/**
 * Names and texts were typed by people. A cell that could start a formula gets an apostrophe in front, which
 * spreadsheets do not show. Source: owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll("\0", "").replaceAll('"', '""')}"`;
}
