import { nextDay, startOfDay } from "../cards/text/time-zone.ts";
import { ticketId } from "../domain/ticket/ids.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { SearchQuery } from "../ports/ticket-search.ts";

export type Terms = Pick<
  SearchQuery,
  "ticket" | "words" | "person" | "helper" | "device" | "status" | "from" | "until"
>;

/** Longer questions are cut. */
export const MOST_QUESTION = 300;

const NUMBER = /^(?:BK[- ]?|#)(\d{1,9})$|^(\d{4,9})$/i;
/** What people call the terms, in English and German. */
const KEYS = {
  state: "state",
  status: "state",
  person: "person",
  helper: "helper",
  helfer: "helper",
  device: "device",
  gerät: "device",
  geraet: "device",
  since: "since",
  from: "since",
  seit: "since",
  until: "until",
  bis: "until",
} as const;
const TERM = new RegExp(`(?<![\\p{L}\\p{N}])(${Object.keys(KEYS).join("|")}):(?:"([^"]*)"|(\\S+))`, "giu");

const STATES = new Map(
  Object.entries({
    open: "open",
    offen: "open",
    claimed: "claimed",
    progress: "claimed",
    "in progress": "claimed",
    "in arbeit": "claimed",
    resolved: "resolved",
    closed: "resolved",
    done: "resolved",
    abgeschlossen: "resolved",
    geschlossen: "resolved",
    erledigt: "resolved",
    withdrawn: "withdrawn",
    zurückgezogen: "withdrawn",
  } as const),
);

/**
 * A search as it is typed: a number, or words, with `helper:hana`, `person:"sam sharma"`,
 * `device:lt-sam`, `state:open`, `since:2026-11-01` and `until:2026-11-30` among them, in any order. A day is a day
 * where the reader is, and the last one is meant with all its hours. What is no such term is a word.
 */
export function readTerms(text: string, reader: ReaderLocale): Terms {
  const question = text.slice(0, MOST_QUESTION).trim();
  const number = NUMBER.exec(question);
  if (number !== null) return { ticket: ticketId(`BK-${Number(number[1] ?? number[2])}`) };
  let terms: Terms = {};
  const words = question.replace(TERM, (whole, key: string, quoted?: string, bare?: string) => {
    const term = readTerm(
      KEYS[key.toLowerCase() as keyof typeof KEYS],
      (quoted ?? bare ?? "").trim(),
      reader,
    );
    if (term === null) return whole;
    terms = { ...terms, ...term };
    return " ";
  });
  const plain = words.replace(/\s+/g, " ").trim();
  return plain === "" ? terms : { ...terms, words: plain };
}

function readTerm(key: (typeof KEYS)[keyof typeof KEYS], value: string, reader: ReaderLocale): Terms | null {
  if (value === "") return null;
  if (key === "person" || key === "helper" || key === "device") return { [key]: value };
  if (key === "state") {
    const status = STATES.get(value.toLowerCase());
    return status === undefined ? null : { status };
  }
  const day = startOfDay(value, reader.timeZone);
  if (day === null) return null;
  return key === "until" ? { until: startOfDay(nextDay(value), reader.timeZone) ?? day } : { from: day };
}
