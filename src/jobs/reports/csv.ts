/** What a spreadsheet would take for a formula, whoever typed it: a name can be `=HYPERLINK(…)`. */
const FORMULA = /^[\s"']*[=+\-@\t\r|%]/;

/**
 * A table as CSV that spreadsheets open as text (RFC 4180, every cell quoted). A cell that could start a formula gets an
 * apostrophe in front, which spreadsheets do not show. Source: owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Our own numbers are never formulas, and stay numbers. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll("\0", "").replaceAll('"', '""')}"`;
}
