import { type Call, type OptionSpec, UsageMistake } from "../cli/command-line.ts";
import { isGuid, type PersonId, personId, type TicketId, ticketId } from "../domain/ticket/ids.ts";
import type { EvidenceScope } from "../ports/evidence.ts";
import { readMoment, sayMoment } from "./days.ts";

const TICKET = /^BK-\d{1,9}$/i;

const DAY = "a day of TIME_ZONE such as 2026-11-24, or a moment such as 2026-11-24T09:30:00Z";

/** Every option of the auditors' commands; each command names those that it takes. */
export const OPTIONS = {
  ticket: { value: "BK-1042", does: "one ticket" },
  person: { value: "GUID", does: "a person, by their object id in Entra" },
  from: { value: "DAY", does: `from then on: ${DAY}` },
  to: { value: "DAY", does: `until then: ${DAY}` },
  reason: { value: "TEXT", does: "why, which is recorded: a case number, and no names" },
  out: { value: "PATH", does: "where to write it" },
  format: { value: "FORMAT", does: "pack, cef or jsonl; a pack unless stated" },
  posted: { value: "NUMBER:HASH", does: "an anchor as the audit channel shows it" },
  anchors: { value: "FILE", does: "anchors that are kept outside the database; ANCHOR_FILE unless stated" },
  "trail-only": { does: "leaves the tables out, which is several times as fast" },
  "dry-run": { does: "says what would be done, and does nothing" },
  yes: { does: "does not ask on the terminal" },
  json: { does: "JSON for programs, one object a line" },
} as const satisfies Readonly<Record<string, OptionSpec>>;
export type Flag = keyof typeof OPTIONS;

/** The parsed arguments; what a command does not take is absent. */
export type AuditCall = Partial<Call<typeof OPTIONS>["values"]>;

export interface Options extends EvidenceScope {
  /** The arguments without a flag: `7` in `hold remove 7`. */
  readonly words: readonly string[];
  readonly reason: string | undefined;
  readonly out: string | undefined;
  readonly format: string | undefined;
  readonly posted: { readonly number: number; readonly hash: string } | undefined;
  /** A file with anchors. */
  readonly anchors: string | undefined;
  readonly trailOnly: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** @param timeZone of days without a time. @throws {UsageMistake} */
export function readOptions(values: AuditCall, words: readonly string[], timeZone: string): Options {
  const { from, to } = periodOf(values.from, values.to, timeZone);
  return {
    words,
    ticket: ticketOf(values.ticket),
    person: personOf(values.person),
    from,
    to,
    reason: reasonOf(values.reason),
    out: values.out,
    format: values.format?.toLowerCase(),
    posted: postedOf(values.posted),
    anchors: values.anchors,
    trailOnly: values["trail-only"] ?? false,
    dryRun: values["dry-run"] ?? false,
    yes: values.yes ?? false,
    json: values.json ?? false,
  };
}

function ticketOf(text: string | undefined): TicketId | undefined {
  if (text === undefined) return undefined;
  if (!TICKET.test(text)) throw new UsageMistake("--ticket wants a ticket's number, such as BK-1042");
  return ticketId(text.toUpperCase());
}

function personOf(text: string | undefined): PersonId | undefined {
  if (text === undefined) return undefined;
  if (!isGuid(text)) throw new UsageMistake("--person wants the object id of a person in Entra, a GUID");
  return personId(text.toLowerCase());
}

/** A day without a time is the whole day: `--from` its beginning, `--to` its end. */
function periodOf(from: string | undefined, to: string | undefined, timeZone: string) {
  const period = { from: momentOf("from", from, timeZone), to: momentOf("to", to, timeZone) };
  if (period.from !== undefined && period.to !== undefined && period.from >= period.to) {
    throw new UsageMistake(`--from ${from} is not before --to ${to}: there is no time between them`);
  }
  return period;
}

function momentOf(flag: "from" | "to", text: string | undefined, timeZone: string): number | undefined {
  if (text === undefined) return undefined;
  const at = readMoment(text, timeZone, flag === "to");
  if (at === null) {
    throw new UsageMistake(
      `--${flag} wants a day of the calendar, such as 2026-11-24, which is meant in ${timeZone} (TIME_ZONE), or a moment with its zone, such as 2026-11-24T09:30:00Z`,
    );
  }
  return at;
}

function reasonOf(text: string | undefined): string | undefined {
  const reason = text?.trim();
  return reason === "" ? undefined : reason?.slice(0, 500);
}

function postedOf(text: string | undefined): Options["posted"] {
  if (text === undefined) return undefined;
  const [, number, hash] = /^(\d+):([0-9a-f]{12,64})$/i.exec(text) ?? [];
  if (number === undefined || hash === undefined) {
    throw new UsageMistake("--posted wants an anchor as the audit channel shows it, NUMBER:HASH");
  }
  return { number: Number(number), hash };
}

/** Reading or changing the trail needs a reason, which is recorded. */
export function reasonIn({ reason }: Options): string {
  if (reason === undefined) {
    throw new UsageMistake(
      '--reason is needed: it is recorded. Write a case number and no names: --reason "case 7"',
    );
  }
  return reason;
}

/** A scope without the other options, for the store. */
export const scopeOf = ({ ticket, person, from, to }: EvidenceScope): EvidenceScope => ({
  ticket,
  person,
  from,
  to,
});

/** `BK-1042`, `person 0000…`, `2026-11-01 to 2026-11-30 (Europe/Berlin)`, `everything`. */
export function scopeInWords({ ticket, person, from, to }: EvidenceScope, timeZone: string): string {
  const parts = [
    ...(ticket === undefined ? [] : [ticket]),
    ...(person === undefined ? [] : [`person ${person}`]),
    ...(from === undefined && to === undefined ? [] : [periodInWords(from, to, timeZone)]),
  ];
  return parts.length === 0 ? "everything" : parts.join(", ");
}

function periodInWords(from: number | undefined, to: number | undefined, timeZone: string): string {
  const begun = from === undefined ? "…" : sayMoment(from, timeZone, false);
  const ended = to === undefined ? "…" : sayMoment(to, timeZone, true);
  const hasDay = [begun, ended].some((each) => each !== "…" && !each.endsWith("Z"));
  return `${begun} to ${ended}${hasDay ? ` (${timeZone})` : ""}`;
}
