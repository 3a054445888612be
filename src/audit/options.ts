import { parseArgs } from "node:util";
import { parseFault, UsageMistake } from "../config/command-line.ts";
import { isGuid, type PersonId, personId, type TicketId, ticketId } from "../domain/ticket/ids.ts";
import type { EvidenceScope } from "../ports/evidence.ts";
import { readMoment, sayMoment } from "./days.ts";

const TICKET = /^BK-\d{1,9}$/i;

const FLAGS = {
  ticket: { type: "string" },
  person: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  reason: { type: "string" },
  out: { type: "string" },
  format: { type: "string" },
  posted: { type: "string" },
  anchors: { type: "string" },
  "trail-only": { type: "boolean" },
  json: { type: "boolean" },
} as const;
type Flag = keyof typeof FLAGS;

/** What a subcommand accepts; it refuses everything else. */
export interface Understood {
  readonly name: string;
  readonly flags: readonly Flag[];
  /** The most arguments without a flag after the subcommand; none unless stated. */
  readonly words?: number;
}

export interface Options extends EvidenceScope {
  /** The arguments without a flag: `add` in `hold add`. */
  readonly words: readonly string[];
  readonly reason: string | undefined;
  readonly out: string | undefined;
  readonly format: string | undefined;
  readonly posted: { readonly number: number; readonly hash: string } | undefined;
  /** A file with anchors. */
  readonly anchors: string | undefined;
  readonly trailOnly: boolean;
  readonly json: boolean;
}

/** @param timeZone of days without a time. @throws {UsageMistake} */
export function readOptions(args: readonly string[], timeZone: string, understood: Understood): Options {
  const { values, positionals } = parse(args, understood);
  const { from, to } = periodOf(values.from, values.to, timeZone);
  return {
    words: positionals,
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
    json: values.json ?? false,
  };
}

function parse(args: readonly string[], { name, flags, words = 0 }: Understood) {
  const { values, positionals, tokens } = parseAll(args);
  for (const token of tokens) {
    if (token.kind !== "option" || flags.some((flag) => flag === token.name)) continue;
    throw new UsageMistake(`${name} knows no ${token.rawName}, and did nothing${knownTo(flags)}`);
  }
  const unexpected = positionals[words];
  if (unexpected !== undefined) {
    throw new UsageMistake(
      `${name} does not know what “${unexpected}” is for, and did nothing${knownTo(flags)}`,
    );
  }
  return { values, positionals };
}

const knownTo = (flags: readonly Flag[]): string =>
  `: it takes ${flags.map((flag) => `--${flag}`).join(", ")}`;

function parseAll(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageMistake(parseFault(error));
  }
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
