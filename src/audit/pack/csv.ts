import { csvRow } from "../../cards/text/csv.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { EvidenceRecord } from "../../ports/evidence.ts";
import { authorOf, sentenceOf } from "../sentences.ts";

const COLUMNS = [
  "ticket",
  "record",
  "at",
  "type",
  "who",
  "who_id",
  "session",
  "level",
  "what",
  "hash",
  "policy",
];

/** Spreadsheets take a file for UTF-8 only with this mark. */
export const CSV_HEAD = `\uFEFF${COLUMNS.join(",")}\r\n`;

export function csvLine(ticket: TicketId, { version, hash, event }: EvidenceRecord): string {
  const iso = (at: number) => new Date(at).toISOString();
  const cells =
    event === null
      ? [ticket, version, "", "unreadable", "", "", "", "", "", hash, ""]
      : [
          ticket,
          version,
          iso(event.at),
          event.type,
          authorOf(event),
          event.by?.id ?? "",
          "session" in event ? (event.session ?? "") : "",
          levelOf(event),
          sentenceOf(event, iso),
          hash,
          event.policy ?? "",
        ];
  return csvRow(cells.map(String));
}

const levelOf = (event: object): string => {
  if ("level" in event && typeof event.level === "string") return event.level;
  return "terms" in event ? levelOf(event.terms as object) : "";
};
