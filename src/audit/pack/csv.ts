import type { TicketId } from "../../domain/ticket/ids.ts";
import type { EvidenceRecord } from "../../ports/evidence.ts";
import { authorOf, sentenceOf } from "../sentences.ts";

const COLUMNS = ["ticket", "record", "at", "type", "who", "who_id", "session", "level", "what", "hash"];

/** Spreadsheets take a file for UTF-8 only with this mark. */
export const CSV_HEAD = `\uFEFF${COLUMNS.join(",")}\r\n`;

export function csvLine(ticket: TicketId, { version, hash, event }: EvidenceRecord): string {
  const iso = (at: number) => new Date(at).toISOString();
  const cells =
    event === null
      ? [ticket, version, "", "unreadable", "", "", "", "", "", hash]
      : [
          ...[ticket, version, iso(event.at), event.type, authorOf(event), event.by?.id ?? ""],
          ...["session" in event ? (event.session ?? "") : "", levelOf(event), sentenceOf(event, iso), hash],
        ];
  return `${cells.map((cell) => safeCell(String(cell))).join(",")}\r\n`;
}

const levelOf = (event: object): string => {
  if ("level" in event && typeof event.level === "string") return event.level;
  return "terms" in event ? levelOf(event.terms as object) : "";
};

/**
 * Spreadsheets run a cell that begins like a formula, and people write the cells. An apostrophe in front makes it text.
 * Source: owasp.org/www-community/attacks/CSV_Injection.
 */
export function safeCell(text: string): string {
  const harmless = /^[\s\p{Cf}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
